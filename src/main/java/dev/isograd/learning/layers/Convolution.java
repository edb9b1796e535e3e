package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import dev.isograd.learning.autograd.Bfloat16;
import dev.isograd.learning.autograd.Operators;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.autograd.ZeroedMemory;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A square convolution with padding that keeps the size. It has a bias only where no batch normalization, which has one, follows. */
public final class Convolution implements LinearLayer {

    /** Numbers in the longest vectors of the processors of today, and in a block of oneDNN's layouts for them. */
    private static final int VECTOR = 16;

    /** As many channels of an image are not laid out in blocks. */
    private static final int IMAGE_CHANNELS = 3;

    private final Parameter weight;
    private final @Nullable Parameter bias;
    private final Shape stride;
    private final Shape padding;
    private final boolean bfloat16;

    public Convolution(Initializer initializer, String name, int in, int out, int kernel, int stride) {
        this(
                initializer.kaiming(name + ".weight", new Shape(out, in, kernel, kernel), (long) in * kernel * kernel),
                null,
                stride,
                kernel / 2,
                initializer.bfloat16());
    }

    /** A convolution with a bias and a stride of 1, for use without batch normalization. */
    public static Convolution biased(Initializer initializer, String name, int in, int out, int kernel) {
        return new Convolution(
                initializer.kaiming(name + ".weight", new Shape(out, in, kernel, kernel), (long) in * kernel * kernel),
                initializer.constant(name + ".bias", new Shape(out), 0),
                1,
                kernel / 2,
                initializer.bfloat16());
    }

    private Convolution(Parameter weight, @Nullable Parameter bias, int stride, int padding, boolean bfloat16) {
        this.weight = weight;
        this.bias = bias;
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(padding, padding);
        this.bfloat16 = bfloat16;
    }

    /** A linear map of each square patch, with a bias. Patches do not overlap and there is no padding. */
    public static Convolution ofPatches(Initializer initializer, String name, int in, int out, int patch) {
        return new Convolution(
                initializer.lecun(name + ".weight", new Shape(out, in, patch, patch), (long) in * patch * patch),
                initializer.constant(name + ".bias", new Shape(out), 0),
                patch,
                0,
                initializer.bfloat16());
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        if (isProduct(x) && !bfloat16) {
            return product(x);
        }
        if (readsPadding()) {
            ZeroedMemory.on();
        }
        if (bfloat16) {
            return inBfloat16(x);
        }
        return Conv2d.conv2d(x, weight.array(), bias == null ? null : bias.array(), stride, padding)
                .singletonOrThrow();
    }

    /** Whether images have one pixel. The convolution is then a product of matrices, which takes libtorch half of the time or less. */
    private boolean isProduct(NDArray x) {
        return isProduct(x.size(2), x.size(3));
    }

    private boolean isProduct(long height, long width) {
        return height == 1
                && width == 1
                && bias == null
                && weight.array().getShape().get(2) == 1;
    }

    private NDArray product(NDArray x) {
        return Linear.linear(flat(x), flat(weight.array())).singletonOrThrow().reshape(x.size(0), -1, 1, 1);
    }

    /** Without the last two axes, which have a length of one. */
    private static NDArray flat(NDArray array) {
        return array.reshape(array.size(0), array.size(1));
    }

    private NDArray inBfloat16(NDArray x) {
        if (bias != null && padding.get(0) == 0) {
            return Bfloat16.patches(x, weight.array(), bias.array());
        }
        NDArray y = Bfloat16.convolution(x, weight.array(), stride.get(0));
        return bias == null ? y : y.add(bias.array().reshape(1, -1, 1, 1));
    }

    /** Whether oneDNN pads the channels to whole vectors. It then reads some of the padding without having written it. */
    private boolean readsPadding() {
        Shape shape = weight.array().getShape();
        return shape.get(0) % VECTOR != 0 || shape.get(1) % VECTOR != 0 && shape.get(1) > IMAGE_CHANNELS;
    }

    @Override
    public NDArray jvp(NDArray v) {
        if (isProduct(v)) {
            return product(v);
        }
        return Conv2d.conv2d(v, weight.array(), null, stride, padding).singletonOrThrow();
    }

    @Override
    public NDArray inputGradient(NDArray gradient, NDArray x) {
        requirePlain();
        return inputGradientBy(weight.array(), gradient, x);
    }

    /** Multiplies the weights by the factors, because there are fewer weights than numbers in the gradient. */
    @Override
    public NDArray inputGradient(NDArray gradient, NDArray factor_C, NDArray x) {
        requirePlain();
        try (NDArray scaled = Recording.detached(weight.array()).mul(factor_C.reshape(-1, 1, 1, 1))) {
            return inputGradientBy(scaled, gradient, x);
        }
    }

    private NDArray inputGradientBy(NDArray weights, NDArray gradient, NDArray x) {
        return isProduct(x)
                ? flat(gradient).matMul(flat(weights)).reshape(x.getShape())
                : Operators.convolutionInputGradient(gradient, x, weights);
    }

    @Override
    public NDList parameterGradients(NDArray gradient, NDArray x) {
        requirePlain();
        return new NDList(
                isProduct(x)
                        ? flat(gradient)
                                .transpose()
                                .matMul(flat(x))
                                .reshape(weight.array().getShape())
                        : Operators.convolutionWeightGradient(gradient, x, weight.array()));
    }

    @Override
    public NDList jvpParameterGradients(NDArray gradient, NDArray v) {
        return parameterGradients(gradient, v);
    }

    private void requirePlain() {
        if (bias != null || stride.get(0) > 2) {
            throw new UnsupportedOperationException(
                    "Analytic gradients exist only for strides of 1 and 2 without a bias");
        }
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        saved.save(x);
        if (bfloat16) {
            saved.saveInBfloat16(x);
        }
        int out = Math.toIntExact(weight.array().getShape().get(0));
        Traced y = Traced.of(new FeatureShape(
                out, outSide(x.shape().height()), outSide(x.shape().width())));
        saved.saveGradient(y);
        saved.workspace(y);
        long pairs = y.shape().numbers() * (weight.array().getShape().size() / out);
        if (isProduct(x.shape().height(), x.shape().width())) {
            saved.multiplyMatrices(pairs);
        } else {
            saved.multiply(pairs);
        }
        return y;
    }

    private int outSide(int side) {
        long kernel = weight.array().getShape().get(2);
        return Math.toIntExact((side + 2 * padding.get(0) - kernel) / stride.get(0)) + 1;
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.convolution(
                x,
                weight.in(graph),
                bias == null ? null : bias.in(graph),
                Math.toIntExact(stride.get(0)),
                Math.toIntExact(padding.get(0)));
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }
}
