package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.isograd.learning.autograd.Operators;
import dev.isograd.learning.layers.AnalyticChain;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.LinearOperation;
import dev.isograd.learning.layers.NormalizedLayer;
import dev.isograd.learning.layers.PlainBlock;
import dev.isograd.learning.layers.Traced;

/**
 * The basic residual block: two 3x3 convolutions and a shortcut without parameters. If the shape changes, the shortcut takes
 * every other position and fills new channels with zeros (option A).
 */
final class BasicBlock extends ResidualBlock {

    BasicBlock(Initializer initializer, int in, int out, int stride) {
        super(
                AnalyticChain.of(
                        PlainBlock.of(NormalizedLayer.convolution(initializer, "1", in, out, 3, stride), false),
                        NormalizedLayer.convolution(initializer, "2", out, out, 3, 1)),
                in == out && stride == 1 ? AnalyticChain.of() : subsampled(stride, out - in));
    }

    private static LinearOperation subsampled(int stride, int newChannels) {
        Shape steps = new Shape(stride, stride);
        return new LinearOperation(
                x -> {
                    // Pooling over 1x1 windows is a strided slice whose gradient can be differentiated again.
                    try (NDArray subsampled = Pool.avgPool2d(x, new Shape(1, 1), steps, new Shape(0, 0), false, true)) {
                        return subsampled.pad(new Shape(0, 0, 0, 0, 0, newChannels), 0);
                    }
                },
                Operators::shortcutBackward,
                (graph, x) -> graph.subsample(x, stride, newChannels),
                (x, saved) -> Traced.of(x.shape().convolved(x.shape().channels() + newChannels, stride)));
    }
}
