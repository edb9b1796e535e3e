package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.Tape;
import dev.isograd.learning.layers.Traced;
import java.util.List;

/** Two 3x3 convolutions beside a shortcut without parameters: every other position, new channels zero (option A). */
final class BasicBlock implements Layer {

    private final Chain residual;
    private final Shape stride;
    private final int newChannels;

    BasicBlock(Initializer initializer, int in, int out, int stride) {
        this.residual = Chain.of(
                new Convolution(initializer, "conv1", in, out, 3, stride),
                new BatchNormalization(initializer, "norm1", out),
                Operation.relu(),
                new Convolution(initializer, "conv2", out, out, 3, 1),
                new BatchNormalization(initializer, "norm2", out));
        this.stride = new Shape(stride, stride);
        this.newChannels = out - in;
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        try (NDArray residual = this.residual.forward(x, mode);
                NDArray sum = newChannels == 0 ? residual.add(x) : plusThinned(residual, x)) {
            return Activation.relu(sum);
        }
    }

    @Override
    public Traced trace(Traced x, Tape tape) {
        return Operation.relu().trace(residual.trace(x, tape), tape);
    }

    @Override
    public List<Parameter> parameters() {
        return residual.parameters();
    }

    private NDArray plusThinned(NDArray residual, NDArray x) {
        // Pooling over single positions is a strided slice whose gradient can be differentiated again.
        try (NDArray thinned = Pool.avgPool2d(x, new Shape(1, 1), stride, new Shape(0, 0), false, true);
                NDArray padded = thinned.pad(new Shape(0, 0, 0, 0, 0, newChannels), 0)) {
            return residual.add(padded);
        }
    }
}
