package dev.isograd.learning.heads;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;

/** One linear layer on all features, the classifier of VGG and MLP networks. */
public final class FlatHead implements Head {

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        return new LinearScores(
                Operation.flatten(), FullyConnected.scores(initializer, "scores", features.numbers(), classes));
    }
}
