package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/**
 * The reconciliation term λ R(g, t) of a local loss.
 *
 * @param weight λ; 0 for no reconciliation
 * @param fraction of each batch that is reconciled, its first samples; 1 for all
 * @param activeOnly whether only positions count at which the features x are positive: where the lower module's ReLU is off, t
 *     moves nothing in that module
 */
public record Penalty(GradientDistance distance, double weight, double fraction, boolean activeOnly) {

    /** All positions count. */
    public Penalty(GradientDistance distance, double weight, double fraction) {
        this(distance, weight, fraction, false);
    }

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

    /** λ R(g, t), a scalar; differentiable in g, while t and x are constants of the same shape. */
    NDArray of(NDArray g, NDArray t, NDArray x) {
        return distance.between(counted(g, x), counted(t, x)).mul(Constant.of(weight, g));
    }

    /** v = λ ∂R/∂g, of the shape of g, t and x. */
    public NDArray gradient(NDArray g, NDArray t, NDArray x) {
        // Where the arguments are 0, so is the gradient of every distance.
        return distance.gradient(counted(g, x), counted(t, x)).muli(Constant.of(weight, g));
    }

    private NDArray counted(NDArray gradient, NDArray x) {
        return activeOnly ? gradient.mul(PerSampleGradients.active(x)) : gradient;
    }
}
