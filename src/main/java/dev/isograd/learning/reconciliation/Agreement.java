package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * How well the gradients on the two sides of a boundary agree, per sample: g, of the upper module's loss with respect to its
 * input, and t, of the lower module's loss with respect to its output.
 *
 * @param cosine mean of cos(g, t), -1 to 1
 * @param distance mean of |g - t|, whatever distance the rule uses, so that rules can be compared
 * @param normRatio mean of |g| over mean of |t|
 */
public record Agreement(double cosine, double distance, double normRatio) {

    /** Measures the cosine, the distance and the ratio, in this order, as scalars on the device; g and t have the same shape. */
    public static NDList measure(NDArray g, NDArray t) {
        PerSampleGradients rows = new PerSampleGradients(g, t);
        NDArray g_B = rows.gLengths();
        NDArray t_B = rows.tLengths();
        NDArray product_B = rows.product();
        NDArray cosine = product_B.div(rows.notZero(g_B.mul(t_B))).mean();
        // |g - t|² = |g|² + |t|² - 2 g·t spares two passes over the activations. Rounding can make it negative.
        NDArray squared_B = g_B.square().add(t_B.square()).sub(product_B).sub(product_B);
        NDArray distance = rows.notZero(squared_B).sqrt().mean();
        return new NDList(cosine, distance, g_B.mean().div(rows.notZero(t_B.mean())));
    }
}
