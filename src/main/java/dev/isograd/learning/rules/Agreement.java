package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;

/**
 * How well the gradients on the two sides of a boundary agree: g of the module above by its input, t of the module
 * below by its output, per sample.
 *
 * @param cosine mean of cos(g, t)
 * @param distance mean of |g - t|, whatever distance the rule trains by, so that rules can be compared
 * @param normRatio mean of |g| over mean of |t|
 */
public record Agreement(double cosine, double distance, double normRatio) {

    private static final double SHORTEST_SQUARED = 1e-24;

    /** Cosine, distance and ratio as scalars on the device. */
    static NDList measure(NDArray g, NDArray t) {
        NDArray g_BN = perSample(g);
        NDArray t_BN = perSample(t);
        NDArray gNorm_B = norm(g_BN);
        NDArray tNorm_B = norm(t_BN);
        NDArray cosine =
                g_BN.mul(t_BN).sum(new int[] {1}).div(gNorm_B).div(tNorm_B).mean();
        NDArray distance = norm(g_BN.sub(t_BN)).mean();
        return new NDList(cosine, distance, gNorm_B.mean().div(tNorm_B.mean()));
    }

    /** The gradients of each sample's own loss, a row each: the loss is a mean over the batch. */
    static NDArray perSample(NDArray gradient) {
        long batch = gradient.getShape().get(0);
        return gradient.reshape(batch, -1).mul(Constant.of(batch, gradient));
    }

    private static NDArray norm(NDArray rows) {
        return rows.square()
                .sum(new int[] {1})
                .maximum(Constant.of(SHORTEST_SQUARED, rows))
                .sqrt();
    }
}
