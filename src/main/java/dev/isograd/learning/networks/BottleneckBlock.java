package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
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
import java.util.stream.Stream;

/** A 3x3 convolution between two 1x1, beside a shortcut that is a 1x1 convolution where the shape changes (option B). */
final class BottleneckBlock implements Layer {

    static final int EXPANSION = 4;

    private final Chain residual;
    private final Chain shortcut;

    /** @param inner channels of the 3x3 convolution, a quarter of those handed on */
    BottleneckBlock(Initializer initializer, int in, int inner, int stride) {
        int out = EXPANSION * inner;
        this.residual = Chain.of(
                new Convolution(initializer, "conv1", in, inner, 1, 1),
                new BatchNormalization(initializer, "norm1", inner),
                Operation.relu(),
                new Convolution(initializer, "conv2", inner, inner, 3, stride),
                new BatchNormalization(initializer, "norm2", inner),
                Operation.relu(),
                new Convolution(initializer, "conv3", inner, out, 1, 1),
                new BatchNormalization(initializer, "norm3", out));
        this.shortcut = in == out && stride == 1
                ? Chain.of()
                : Chain.of(
                        new Convolution(initializer, "shortcut", in, out, 1, stride),
                        new BatchNormalization(initializer, "shortcutNorm", out));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        try (NDArray residual = this.residual.forward(x, mode);
                NDArray sum = plusShortcut(residual, x, mode)) {
            return Activation.relu(sum);
        }
    }

    private NDArray plusShortcut(NDArray residual, NDArray x, Mode mode) {
        if (shortcut.layers().isEmpty()) {
            return residual.add(x);
        }
        try (NDArray reshaped = shortcut.forward(x, mode)) {
            return residual.add(reshaped);
        }
    }

    @Override
    public Traced trace(Traced x, Tape tape) {
        Traced sum = residual.trace(x, tape);
        Traced other = shortcut.trace(x, tape);
        if (other != x) {
            tape.shareGradient(other);
        }
        return Operation.relu().trace(sum, tape);
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(residual.parameters().stream(), shortcut.parameters().stream())
                .toList();
    }
}
