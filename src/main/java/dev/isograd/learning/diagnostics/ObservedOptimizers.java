package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/** Makes optimizers that show the gradient of every parameter to a watcher before they follow it. */
record ObservedOptimizers(Optimizer.Factory real, BiConsumer<NDArray, NDArray> watcher) implements Optimizer.Factory {

    /** Their optimizers move nothing and keep no state. */
    static ObservedOptimizers unmoved(BiConsumer<NDArray, NDArray> watcher) {
        return new ObservedOptimizers(parameters -> new Unmoved(), watcher);
    }

    @Override
    public Optimizer create(NDList parameters) {
        return new Watched(parameters, real.create(parameters));
    }

    private final class Watched implements Optimizer {

        private final NDList parameters;
        private final Optimizer optimizer;

        private Watched(NDList parameters, Optimizer optimizer) {
            this.parameters = parameters;
            this.optimizer = optimizer;
        }

        @Override
        public NDList update(NDList gradients, double learningRate) {
            for (int i = 0; i < parameters.size(); i++) {
                watcher.accept(parameters.get(i), gradients.get(i));
            }
            return optimizer.update(gradients, learningRate);
        }

        @Override
        public SequencedMap<String, NDArray> state() {
            return optimizer.state();
        }
    }

    private static final class Unmoved implements Optimizer {

        @Override
        public NDList update(NDList gradients, double learningRate) {
            NDList moves = new NDList(gradients.size());
            gradients.forEach(gradient -> moves.add(gradient.zerosLike()));
            return moves;
        }

        @Override
        public SequencedMap<String, NDArray> state() {
            return new LinkedHashMap<>();
        }
    }
}
