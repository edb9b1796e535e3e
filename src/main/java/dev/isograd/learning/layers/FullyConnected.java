package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import dev.isograd.learning.autograd.Bfloat16;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fully connected layer on flat features (BC) or on each token of a sequence (BNC). */
public final class FullyConnected implements LinearLayer {

    private static final int[] IMAGES = {0};

    private final Parameter weight;
    private final @Nullable Parameter bias;
    private final boolean bfloat16;

    private FullyConnected(Initializer initializer, Parameter weight, @Nullable Parameter bias) {
        this.weight = weight;
        this.bias = bias;
        this.bfloat16 = initializer.bfloat16();
    }

    /** A layer before batch normalization and a ReLU: it has no bias. */
    public static FullyConnected hidden(Initializer initializer, String name, int in, int out) {
        return new FullyConnected(initializer, initializer.kaiming(name + ".weight", new Shape(out, in), in), null);
    }

    /** A layer with a bias before a ReLU or softplus, for use without batch normalization. */
    public static FullyConnected biasedHidden(Initializer initializer, String name, int in, int out) {
        return new FullyConnected(
                initializer,
                initializer.kaiming(name + ".weight", new Shape(out, in), in),
                initializer.constant(name + ".bias", new Shape(out), 0));
    }

    /** The last layer of a head, which returns class scores. */
    public static FullyConnected scores(Initializer initializer, String name, int in, int classes) {
        return biased(initializer, name, in, classes);
    }

    /** A layer with a bias, for use without batch normalization. */
    public static FullyConnected biased(Initializer initializer, String name, int in, int out) {
        return new FullyConnected(
                initializer,
                initializer.lecun(name + ".weight", new Shape(out, in), in),
                initializer.constant(name + ".bias", new Shape(out), 0));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        if (bfloat16) {
            return Bfloat16.linear(x, weight.array(), bias == null ? null : bias.array());
        }
        return (bias == null ? Linear.linear(x, weight.array()) : Linear.linear(x, weight.array(), bias.array()))
                .singletonOrThrow();
    }

    @Override
    public NDArray jvp(NDArray v) {
        return Linear.linear(v, weight.array()).singletonOrThrow();
    }

    @Override
    public NDArray inputGradient(NDArray gradient, NDArray x) {
        return gradient.matMul(weight.array());
    }

    /** For flat features only. */
    @Override
    public NDList parameterGradients(NDArray gradient, NDArray x) {
        NDArray weightGradient = gradient.transpose().matMul(x);
        return bias == null ? new NDList(weightGradient) : new NDList(weightGradient, gradient.sum(IMAGES));
    }

    @Override
    public NDList jvpParameterGradients(NDArray gradient, NDArray v) {
        NDArray weightGradient = gradient.transpose().matMul(v);
        return bias == null
                ? new NDList(weightGradient)
                : new NDList(weightGradient, bias.array().zerosLike());
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        saved.save(x);
        if (bfloat16) {
            saved.saveInBfloat16(x);
        }
        int out = Math.toIntExact(weight.array().getShape().get(0));
        Traced y = Traced.of(new FeatureShape(out, x.shape().height(), x.shape().width()));
        saved.saveGradient(y);
        saved.linearWorkspace(y);
        saved.multiplyMatrices(y.shape().numbers() * (weight.array().getShape().size() / out));
        return y;
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.linear(x, weight.in(graph), bias == null ? null : bias.in(graph));
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }
}
