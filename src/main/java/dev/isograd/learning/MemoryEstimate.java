package dev.isograd.learning;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.Tape;
import dev.isograd.learning.layers.Traced;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.spec.OptimizerSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the network of a spec takes to train by each of three rules, told from shapes: no array is made, no library loaded.
 *
 * <p>Left out are the working space of single operations, the batch, and gradients on their way through the layers.
 *
 * @param backprop the whole network at once, without auxiliary heads
 * @param greedy module by module, each with its head
 * @param sgr the same, where every module but the first keeps its gradient differentiable
 */
public record MemoryEstimate(Bytes backprop, Bytes greedy, Bytes sgr) {

    /**
     * Bytes of one rule.
     *
     * @param weights parameters and batch normalisation's statistics
     * @param optimizer what it remembers of each parameter
     * @param gradients by the parameters that learn together: all, or those of the largest module
     * @param activations kept for the backward pass by each module in turn; one module is alive at a time
     */
    public record Bytes(long weights, long optimizer, long gradients, List<Long> activations) {

        public Bytes {
            activations = List.copyOf(activations);
        }

        /** Of the module that keeps most. */
        public long peakActivations() {
            return Collections.max(activations);
        }

        public long total() {
            return weights + optimizer + gradients + peakActivations();
        }
    }

    /** For images of this shape; of the rule in the spec, only the heads it asks for play a part. */
    public static MemoryEstimate of(TrainingSpec spec, int channels, int height, int width, int classes) {
        FeatureShape images = new FeatureShape(channels, height, width);
        NetworkSetup setup = new NetworkSetup(spec, images, classes);
        LocalNetwork network = setup.network(setup.split(), Initializer::shapesOnly);
        List<Long> once = new ArrayList<>();
        List<Long> twice = new ArrayList<>();
        Traced input = Traced.of(images);
        for (LocalModule module : network.modules()) {
            Tape tape = new Tape();
            Traced features = module.body().trace(input, tape);
            module.head().trace(features, tape);
            // The gradient by the input is what a module reconciles.
            tape.keepGradient(input);
            long gradients = once.isEmpty() ? 0 : tape.gradientBytes();
            once.add(spec.batchSize() * tape.bytes());
            twice.add(spec.batchSize() * (tape.bytes() + gradients));
            input = Traced.of(features.shape());
        }
        return new MemoryEstimate(
                endToEnd(spec, network, images), local(spec, network, once), local(spec, network, twice));
    }

    private static Bytes endToEnd(TrainingSpec spec, LocalNetwork network, FeatureShape images) {
        Tape tape = new Tape();
        Traced x = Traced.of(images);
        for (LocalModule module : network.modules()) {
            x = module.body().trace(x, tape);
        }
        network.last().head().trace(x, tape);
        List<Parameter> parameters = network.finalParameters();
        long trainable = trainable(parameters);
        return new Bytes(
                bytes(parameters),
                copies(spec.optimizer()) * trainable,
                trainable,
                List.of(spec.batchSize() * tape.bytes()));
    }

    private static Bytes local(TrainingSpec spec, LocalNetwork network, List<Long> activations) {
        List<Parameter> parameters = network.modules().stream()
                .flatMap(module -> module.parameters().stream())
                .toList();
        long largest = network.modules().stream()
                .mapToLong(module -> trainable(module.parameters()))
                .max()
                .orElseThrow();
        return new Bytes(bytes(parameters), copies(spec.optimizer()) * trainable(parameters), largest, activations);
    }

    private static int copies(OptimizerSpec optimizer) {
        return switch (optimizer) {
            case OptimizerSpec.Sgd sgd -> 1;
            case OptimizerSpec.Adamw adamw -> 2;
        };
    }

    private static long trainable(List<Parameter> parameters) {
        return bytes(parameters.stream().filter(Parameter::trainable).toList());
    }

    private static long bytes(List<Parameter> parameters) {
        return Float.BYTES
                * parameters.stream()
                        .mapToLong(parameter -> parameter.array().size())
                        .sum();
    }
}
