package dev.isograd.learning.networks;

import dev.isograd.learning.layers.AnalyticChain;
import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.NormalizedLayer;
import dev.isograd.learning.layers.PlainBlock;

/**
 * The bottleneck residual block: a 3x3 convolution between two 1x1 convolutions, and a shortcut. If the shape changes, the
 * shortcut is a 1x1 convolution (option B).
 */
final class BottleneckBlock extends ResidualBlock {

    static final int EXPANSION = 4;

    /** @param inner channels of the 3x3 convolution, a quarter of the output channels */
    BottleneckBlock(Initializer initializer, int in, int inner, int stride) {
        super(
                AnalyticChain.of(
                        PlainBlock.of(NormalizedLayer.convolution(initializer, "1", in, inner, 1, 1), false),
                        PlainBlock.of(NormalizedLayer.convolution(initializer, "2", inner, inner, 3, stride), false),
                        NormalizedLayer.convolution(initializer, "3", inner, EXPANSION * inner, 1, 1)),
                in == EXPANSION * inner && stride == 1
                        ? AnalyticChain.of()
                        : projection(initializer, in, EXPANSION * inner, stride));
    }

    private static NormalizedLayer projection(Initializer initializer, int in, int out, int stride) {
        return new NormalizedLayer(
                new Convolution(initializer, "shortcut", in, out, 1, stride),
                new BatchNormalization(initializer, "shortcutNorm", out));
    }
}
