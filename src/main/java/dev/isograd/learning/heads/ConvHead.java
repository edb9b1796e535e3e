package dev.isograd.learning.heads;

import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;

/**
 * The head "1c2f" of InfoPro (Wang et al. 2021, arXiv 2101.10832): one 3x3 convolution, global average pooling and two linear
 * layers.
 */
public final class ConvHead implements Head {

    private static final int WIDE = 64;
    private static final int HIDDEN = 128;

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        int in = features.channels();
        int out = in < WIDE ? 2 * in : in;
        int stride = in < WIDE ? 2 : 1;
        return Chain.of(
                new Convolution(initializer, "conv", in, out, 3, stride),
                new BatchNormalization(initializer, "norm", out),
                Operation.relu(),
                Operation.globalAveragePool(),
                FullyConnected.hidden(initializer, "hidden", out, HIDDEN),
                new BatchNormalization(initializer, "hiddenNorm", HIDDEN),
                Operation.relu(),
                FullyConnected.scores(initializer, "scores", HIDDEN, classes));
    }
}
