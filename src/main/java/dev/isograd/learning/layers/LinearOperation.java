package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A linear layer without parameters.
 *
 * @param function maps an input to the output
 * @param adjoint maps the gradient with respect to the output, and the input, of which only the shape matters, to the gradient
 *     with respect to the input
 * @param description the same function as operations of a graph
 * @param shapes the same function on shapes, for {@link Layer#trace}
 */
public record LinearOperation(
        UnaryOperator<NDArray> function,
        BinaryOperator<NDArray> adjoint,
        BiFunction<Graph, Value, Value> description,
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
    public Value describe(Graph graph, Value x) {
        return description.apply(graph, x);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    private record Pass(LinearOperation operation, NDArray x, NDArray output) implements LinearPass {

        @Override
        public NDArray apply(NDArray inputTangent) {
            try (inputTangent) {
                return operation.jvp(inputTangent);
            }
        }

        @Override
        public NDArray applyTransposed(NDArray outputGradient) {
            try (outputGradient) {
                return operation.inputGradient(outputGradient, x);
            }
        }
    }
}
