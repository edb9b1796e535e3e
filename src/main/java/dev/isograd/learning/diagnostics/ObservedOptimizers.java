package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/** Creates optimizers that pass the gradient of every parameter to an observer before they use it. */
record ObservedOptimizers(Optimizer.Factory real, BiConsumer<NDArray, NDArray> observer) implements Optimizer.Factory {

    /** Optimizers that change no parameter and have no state. */
    static ObservedOptimizers withoutUpdates(BiConsumer<NDArray, NDArray> observer) {
        return new ObservedOptimizers(parameters -> new NoUpdate(), observer);
    }

    @Override
    public Optimizer create(NDList parameters) {
        return new Observed(parameters, real.create(parameters));
    }

    private final class Observed implements Optimizer {

        private final NDList parameters;
        private final Optimizer optimizer;

        private Observed(NDList parameters, Optimizer optimizer) {
            this.parameters = parameters;
            this.optimizer = optimizer;
        }

        @Override
        public NDArray update(NDList gradients, double learningRate) {
            for (int i = 0; i < parameters.size(); i++) {
                observer.accept(parameters.get(i), gradients.get(i));
            }
            return optimizer.update(gradients, learningRate);
        }

        @Override
        public SequencedMap<String, NDArray> state() {
            return optimizer.state();
        }
    }

    private static final class NoUpdate implements Optimizer {

        @Override
        public NDArray update(NDList gradients, double learningRate) {
            return Constant.of(0, gradients.head());
        }

        @Override
        public SequencedMap<String, NDArray> state() {
            return new LinkedHashMap<>();
        }
    }
}
