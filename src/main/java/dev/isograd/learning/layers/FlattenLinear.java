package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/** A fully connected layer that takes BCHW images and returns BC11 features. */
record FlattenLinear(FullyConnected full) implements LinearLayer {

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return channels(full.forward(flat(x), mode));
    }

    @Override
    public NDArray jvp(NDArray v) {
        return channels(full.jvp(flat(v)));
    }

    @Override
    public NDArray inputGradient(NDArray gradient, NDArray x) {
        return full.inputGradient(flat(gradient), x).reshape(x.getShape());
    }

    @Override
    public NDList parameterGradients(NDArray gradient, NDArray x) {
        return full.parameterGradients(flat(gradient), flat(x));
    }

    @Override
    public NDList jvpParameterGradients(NDArray gradient, NDArray v) {
        return full.jvpParameterGradients(flat(gradient), flat(v));
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return full.trace(Operation.flatten().trace(x, saved), saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.reshape(full.describe(graph, graph.reshape(x, 0, -1)), 0, -1, 1, 1);
    }

    @Override
    public List<Parameter> parameters() {
        return full.parameters();
    }

    private static NDArray flat(NDArray x) {
        return x.reshape(x.getShape().get(0), -1);
    }

    private static NDArray channels(NDArray x) {
        return x.reshape(x.getShape().get(0), -1, 1, 1);
    }
}
