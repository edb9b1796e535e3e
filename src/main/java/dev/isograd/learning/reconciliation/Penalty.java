package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/**
 * The reconciliation term λ R(g, t) of a local loss.
 *
 * @param weight λ; 0 for no reconciliation
 * @param fraction of each batch that is reconciled, its first samples; 1 for all
 */
public record Penalty(GradientDistance distance, double weight, double fraction) {

    /** Batch normalization needs two samples. */
    private static final int FEWEST_SAMPLES = 2;

    /** The number of samples of a batch that are reconciled. */
    public int samples(int batchSize) {
        return samples(fraction, batchSize);
    }

    /** The number of samples of a batch that are reconciled: rounded, and at least 2. */
    public static int samples(double fraction, int batchSize) {
        return Math.clamp(Math.round(fraction * batchSize), FEWEST_SAMPLES, batchSize);
    }

    /** λ R(g, t), a scalar; differentiable in g, while t is a constant. */
    NDArray of(NDArray g, NDArray t) {
        return distance.between(g, t).mul(Constant.of(weight, g));
    }

    /** v = λ ∂R/∂g, of the shape of g. */
    public NDArray gradient(NDArray g, NDArray t) {
        return distance.gradient(g, t).muli(Constant.of(weight, g));
    }
}
