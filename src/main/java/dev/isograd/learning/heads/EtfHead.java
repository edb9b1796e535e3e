package dev.isograd.learning.heads;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.SimplexScores;

/**
 * Average pooling, and a fixed simplex instead of a learned layer: classes are where they will end up in any case.
 *
 * <p>Pools to one position, or to as few as it takes to have a feature for each class.
 */
public final class EtfHead implements Head {

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        FeatureShape pooled = pooled(features, classes);
        return new LinearScores(
                Operation.flatAveragePool(features, pooled.height(), pooled.width()),
                new SimplexScores(initializer, "scores", pooled.numbers(), classes));
    }

    private static FeatureShape pooled(FeatureShape features, int classes) {
        int longest = Math.max(features.height(), features.width());
        FeatureShape pooled = grid(features, 1);
        for (int side = 2; side <= longest && pooled.numbers() < classes; side++) {
            pooled = grid(features, side);
        }
        return pooled;
    }

    /** What windows of equal size leave of the sides: at most {@code side} positions. */
    private static FeatureShape grid(FeatureShape features, int side) {
        return new FeatureShape(
                features.channels(), positions(features.height(), side), positions(features.width(), side));
    }

    private static int positions(int length, int side) {
        return Math.ceilDiv(length, Math.ceilDiv(length, side));
    }
}
