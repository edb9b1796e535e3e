package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A linear layer on flat features. */
public final class FullyConnected implements Layer {

    private final Parameter weight;
    private final @Nullable Parameter bias;

    private FullyConnected(Parameter weight, @Nullable Parameter bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** For batch normalisation and a ReLU to follow: no bias. */
    public static FullyConnected hidden(Initializer initializer, String name, int in, int out) {
        return new FullyConnected(initializer.kaiming(name + ".weight", new Shape(out, in), in), null);
    }

    /** The last layer of a head: class scores. */
    public static FullyConnected scores(Initializer initializer, String name, int in, int classes) {
        return new FullyConnected(
                initializer.lecun(name + ".weight", new Shape(classes, in), in),
                initializer.constant(name + ".bias", new Shape(classes), 0));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return (bias == null ? Linear.linear(x, weight.array()) : Linear.linear(x, weight.array(), bias.array()))
                .singletonOrThrow();
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }
}
