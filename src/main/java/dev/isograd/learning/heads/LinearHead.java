package dev.isograd.learning.heads;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;

/** Global average pooling and one linear layer: the classifier of ResNet and the cheapest auxiliary head. */
public final class LinearHead implements Head {

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        return new LinearScores(
                Operation.globalAveragePool(),
                FullyConnected.scores(initializer, "scores", features.channels(), classes));
    }
}
