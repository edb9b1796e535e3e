package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Recording;

/**
 * How the gradients at a boundary agree, in the terms of the theory of SGR (Yang et al. 2024, arXiv 2406.05222). Means are over the
 * samples; G and T are the gradients of each sample's own loss.
 *
 * @param squaredDistance mean of |G - T|², the error ε² of the theory
 * @param activeCosine mean of cos(m G, m T), where m is 1 where x is positive and else 0
 * @param targetAlongFeatures mean of (T·x)² / (|T|² |x|²): the part of T's squared length along x, 0 to 1
 */
public record BoundaryAgreement(double squaredDistance, double activeCosine, double targetAlongFeatures) {

    /** @param x the features at the boundary; g, t and x have the same shape */
    public static BoundaryAgreement measure(NDArray g, NDArray t, NDArray x) {
        try (NDScope scope = new NDScope();
                Recording off = Recording.off()) {
            NDArray active = PerSampleGradients.active(x);
            double cosine = Agreement.measure(g.mul(active), t.mul(active))
                    .getFirst()
                    .toType(DataType.FLOAT64, false)
                    .getDouble();
            PerSampleGradients withFeatures = new PerSampleGradients(x, t);
            NDArray product_B = withFeatures.product();
            NDArray squares_B = withFeatures.notZero(withFeatures.gSquared().mul(withFeatures.tSquared()));
            return new BoundaryAgreement(
                    number(new PerSampleGradients(g, t).differenceSquared()),
                    cosine,
                    number(product_B.square().div(squares_B)));
        }
    }

    private static double number(NDArray values_B) {
        return values_B.toType(DataType.FLOAT64, false).mean().getDouble();
    }
}
