package dev.isograd.learning.heads;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.SimplexScores;

/**
 * Average pooling and a fixed simplex in place of a learned layer, after neural collapse (Papyan et al. 2020,
 * arXiv 2008.08186).
 *
 * <p>It pools to one position, or to the fewest positions that give at least one feature per class.
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

    /** The shape after pooling with windows of equal size to at most {@code side} positions per side. */
    private static FeatureShape grid(FeatureShape features, int side) {
        return new FeatureShape(
                features.channels(), positions(features.height(), side), positions(features.width(), side));
    }

    private static int positions(int length, int side) {
        return Math.ceilDiv(length, Math.ceilDiv(length, side));
    }
}
