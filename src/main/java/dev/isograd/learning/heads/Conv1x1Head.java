package dev.isograd.learning.heads;

import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;

/**
 * A 1x1 convolution that keeps the number of channels, a ReLU, global average pooling and one linear layer.
 *
 * <p>A second-hand report gives this as the head of SGR (Yang et al. 2024, arXiv 2406.05222); the number of channels is ours.
 */
public final class Conv1x1Head implements Head {

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        int channels = features.channels();
        return Chain.of(
                Convolution.biased(initializer, "conv", channels, channels, 1),
                Operation.relu(),
                Operation.globalAveragePool(),
                FullyConnected.scores(initializer, "scores", channels, classes));
    }
}
