package dev.isograd.learning.heads;

import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * A head modeled on "mlp-sr" of Decoupled Greedy Learning (Belilovsky et al. 2020, arXiv 1901.08164): average pooling to a
 * quarter of the side, three 1x1 convolutions, average pooling to 2x2, and a perceptron.
 */
public final class DglHead implements Head {

    private static final int CONVOLUTIONS = 3;

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        int channels = features.channels();
        int high = Math.min(2, features.height());
        int wide = Math.min(2, features.width());
        int flat = channels * high * wide;
        List<Layer> layers = new ArrayList<>();
        FeatureShape pooled = new FeatureShape(channels, quarter(features.height()), quarter(features.width()));
        layers.add(Operation.averagePool(features, pooled.height(), pooled.width()));
        for (int i = 1; i <= CONVOLUTIONS; i++) {
            layers.add(new Convolution(initializer, "conv" + i, channels, channels, 1, 1));
            layers.add(new BatchNormalization(initializer, "norm" + i, channels));
            layers.add(Operation.relu());
        }
        layers.add(Operation.averagePool(pooled, high, wide));
        layers.add(Operation.flatten());
        layers.add(FullyConnected.hidden(initializer, "hidden", flat, flat));
        layers.add(new BatchNormalization(initializer, "hiddenNorm", flat));
        layers.add(Operation.relu());
        layers.add(FullyConnected.scores(initializer, "scores", flat, classes));
        return new Chain(layers);
    }

    /** A quarter, rounded up, but at least the 2 that follow, or the side itself if it is shorter. */
    private static int quarter(int side) {
        return Math.max(Math.min(2, side), (side + 3) / 4);
    }
}
