package dev.isograd.learning.memory;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.NetworkSetup;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Collections;
import java.util.List;

/**
 * What a training takes by the rule of its spec, and what it would take by back-propagation, told from shapes: no array
 * is made, no library loaded.
 *
 * <p>Left out is what does not grow with the network, as the batch. The working space of operations is an estimate from
 * measurements of convolutions; the rest follows from the layers.
 *
 * @param rule by the rule of the spec
 * @param backprop the same network at once, without auxiliary heads
 */
public record MemoryEstimate(Bytes rule, Bytes backprop) {

    /**
     * Bytes of one rule.
     *
     * @param weights parameters and batch normalisation's statistics
     * @param optimizer what it remembers of each parameter
     * @param gradients by the parameters that learn together: all, or those of the largest module
     * @param activations alive while each module in turn runs: what is kept for the backward pass, and what crossed a
     *     boundary and waits
     * @param working on top of that at the highest point: gradients on their way through the layers, and what convolutions
     *     lay out anew
     */
    public record Bytes(long weights, long optimizer, long gradients, List<Long> activations, long working) {

        public Bytes {
            activations = List.copyOf(activations);
        }

        /** While the module runs that needs most. */
        public long peakActivations() {
            return Collections.max(activations);
        }

        public long total() {
            return weights + optimizer + gradients + peakActivations() + working;
        }
    }

    /** For images of this shape, and a training set of at least one batch. */
    public static MemoryEstimate of(TrainingSpec spec, int channels, int height, int width, int classes) {
        return of(spec, new FeatureShape(channels, height, width), classes, spec.batchSize());
    }

    /** For these images: a batch is no larger than their number. */
    public static MemoryEstimate of(TrainingSpec spec, LabelledImages train) {
        FeatureShape images = new FeatureShape(train.channels(), train.height(), train.width());
        return of(spec, images, train.classes(), Math.min(spec.batchSize(), train.count()));
    }

    private static MemoryEstimate of(TrainingSpec spec, FeatureShape images, int classes, int batchSize) {
        MemoryByRule memory = new MemoryByRule(spec, new NetworkSetup(spec, images, classes), images, batchSize);
        return new MemoryEstimate(memory.ofRule(), memory.ofBackprop());
    }
}
