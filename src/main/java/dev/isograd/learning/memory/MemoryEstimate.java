package dev.isograd.learning.memory;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The memory of a training with the rule of its spec, and with backpropagation for comparison. It is computed from
 * shapes: no array is created and no library loaded.
 *
 * <p>Memory that does not grow with the network, such as the batch, is not counted. The working space of operations is
 * estimated from measurements of convolutions; the rest follows from the layers.
 *
 * @param rule memory with the rule of the spec
 * @param backprop memory of backpropagation through the whole network, without auxiliary heads
 * @param moduleWeights bytes of the parameters of each part whose activations the rule counts, in the same order
 */
public record MemoryEstimate(Bytes rule, Bytes backprop, List<Long> moduleWeights) {

    public MemoryEstimate {
        moduleWeights = List.copyOf(moduleWeights);
    }

    /**
     * Memory of one rule in bytes.
     *
     * @param weights parameters and statistics of batch normalization
     * @param optimizer state of the optimizer, such as moments
     * @param gradients gradients of the parameters that are updated together: all, or those of the largest module
     * @param activations per module, alive while it runs: activations kept for the backward pass, and arrays stored at
     *     boundaries
     * @param working on top of the activations at the highest point: gradients of activations, the copies that convolutions
     *     rearrange, and the end-to-end gradients of a step that is compared with back-propagation
     * @param lanes all bytes of each lane, with a message that waits for it; empty if modules do not learn side by side
     */
    public record Bytes(
            long weights, long optimizer, long gradients, List<Long> activations, long working, List<Long> lanes) {

        public Bytes {
            activations = List.copyOf(activations);
            lanes = List.copyOf(lanes);
        }

        /** These bytes if more than one lane works at the same time. */
        Bytes inLanes(List<Long> each) {
            return each.size() == 1 ? this : new Bytes(weights, optimizer, gradients, activations, working, each);
        }

        /** Activations while the module that needs most is running. */
        public long peakActivations() {
            return Collections.max(activations);
        }

        /** Bytes of the lane that needs most: what a device needs if each lane has one of its own. */
        public long largestLane() {
            return lanes.isEmpty() ? total() : Collections.max(lanes);
        }

        /** Bytes of the device that needs most if the lanes are dealt to so many devices, neighbors together. */
        public long largestOf(int devices) {
            if (lanes.isEmpty()) {
                return total();
            }
            int used = Math.min(devices, lanes.size());
            long[] bytes = new long[used];
            for (int lane = 0; lane < lanes.size(); lane++) {
                bytes[lane * used / lanes.size()] += lanes.get(lane);
            }
            return Arrays.stream(bytes).max().orElseThrow();
        }

        /** Bytes on one device: sum of all parts with the activations and working space of the highest point, or of all lanes. */
        public long total() {
            return lanes.isEmpty()
                    ? weights + optimizer + gradients + peakActivations() + working
                    : lanes.stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * The estimate for images of this shape and a training set of at least one batch.
     *
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public static MemoryEstimate of(TrainingSpec spec, int channels, int height, int width, int classes) {
        return NetworkShapes.of(spec, channels, height, width, classes).memory(spec);
    }

    /** The estimate for these images; the batch is not larger than their number. */
    public static MemoryEstimate of(TrainingSpec spec, LabelledImages train) {
        return NetworkShapes.of(spec, train.channels(), train.height(), train.width(), train.classes())
                .memory(spec, spec.batchSize(train.count()));
    }
}
