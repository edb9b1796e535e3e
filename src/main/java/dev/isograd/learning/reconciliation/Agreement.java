package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * How well the gradients on the two sides of a boundary agree: g of the module above by its input, t of the module
 * below by its output, per sample.
 *
 * @param cosine mean of cos(g, t)
 * @param distance mean of |g - t|, whatever distance the rule trains by, so that rules can be compared
 * @param normRatio mean of |g| over mean of |t|
 */
public record Agreement(double cosine, double distance, double normRatio) {

    /** Cosine, distance and ratio as scalars on the device. */
    public static NDList measure(NDArray g, NDArray t) {
        PerSampleGradients rows = new PerSampleGradients(g, t);
        NDArray g_B = rows.gSquared().sqrt();
        NDArray t_B = rows.tSquared().sqrt();
        NDArray product_B = rows.product();
        NDArray cosine = product_B.div(rows.notZero(g_B.mul(t_B))).mean();
        // |g - t|² = |g|² + |t|² - 2 g.t spares two passes over activations; rounding can put it below 0.
        NDArray squared_B = g_B.square().add(t_B.square()).sub(product_B).sub(product_B);
        NDArray distance = rows.notZero(squared_B).sqrt().mean();
        return new NDList(cosine, distance, g_B.mean().div(rows.notZero(t_B.mean())));
    }
}
