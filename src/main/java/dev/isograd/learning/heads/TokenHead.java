package dev.isograd.learning.heads;

import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.LayerNormalization;
import dev.isograd.learning.layers.Operation;

/** Layer normalization, the average over all tokens and one linear layer: the classifier of a vision transformer. */
public final class TokenHead implements Head {

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        return Chain.of(
                Operation.tokens(),
                new LayerNormalization(initializer, "norm", features.channels()),
                Operation.averageTokens(),
                FullyConnected.scores(initializer, "scores", features.channels(), classes));
    }
}
