package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.List;

/** A square convolution without bias, padded to keep the size; batch normalisation follows and brings the bias. */
public final class Convolution implements Layer {

    private final Parameter weight;
    private final Shape stride;
    private final Shape padding;

    public Convolution(Initializer initializer, String name, int in, int out, int kernel, int stride) {
        this.weight =
                initializer.kaiming(name + ".weight", new Shape(out, in, kernel, kernel), (long) in * kernel * kernel);
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(kernel / 2, kernel / 2);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return Conv2d.conv2d(x, weight.array(), null, stride, padding).singletonOrThrow();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight);
    }
}
