package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A linear layer without parameters.
 *
 * @param adjoint the gradient by the input, from the gradient by the output and the input, of which the shape counts
 */
public record LinearOperation(
        UnaryOperator<NDArray> function,
        BinaryOperator<NDArray> adjoint,
        BiFunction<Traced, SavedTensors, Traced> shapes)
        implements LinearLayer, AnalyticLayer {

    @Override
    public AnalyticPass pass(NDArray x, Mode mode) {
        return new Pass(this, x, forward(x, mode));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return function.apply(x);
    }

    @Override
    public NDArray jvp(NDArray v) {
        return function.apply(v);
    }

    @Override
    public NDArray inputGradient(NDArray gradient, NDArray x) {
        return adjoint.apply(gradient, x);
    }

    @Override
    public NDList parameterGradients(NDArray gradient, NDArray x) {
        return new NDList();
    }

    @Override
    public NDList jvpParameterGradients(NDArray gradient, NDArray v) {
        return new NDList();
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return shapes.apply(x, saved);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    private record Pass(LinearOperation operation, NDArray x, NDArray output) implements AnalyticPass {

        @Override
        public NDArray vjp(NDArray d) {
            try (d) {
                return operation.inputGradient(d, x);
            }
        }

        @Override
        public NDArray jvp(NDArray v) {
            try (v) {
                return operation.jvp(v);
            }
        }
    }
}
