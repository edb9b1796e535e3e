package dev.isograd.learning.heads;

import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;

/**
 * Batch normalization before another head.
 *
 * <p>The loss of this head does not change if all features are multiplied by a number. Neither does that of a module that begins
 * with a convolution and batch normalization, so that both gradients at a boundary have no part along the features.
 */
public record NormalizedHead(Head head) implements Head {

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        return Chain.of(
                new BatchNormalization(initializer, "norm", features.channels()),
                head.build(features, classes, initializer));
    }
}
