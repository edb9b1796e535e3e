package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Operators;

/**
 * A batch that went through batch normalisation, and the derivatives of that in closed form.
 *
 * <p>y = gamma n + beta with n = (z - mean z) s and s = (variance z + epsilon)^(-1/2), all by channel. Means are over the
 * channel's N numbers. The derivative of n by z is P w = s (w - mean w - n mean(n w)), its own transpose.
 */
public final class NormalizedBatch {

    private static final int CHANNEL_AXIS = 1;

    private final NDArray z;
    private final NDArray y;
    private final NDArray mean_C;
    private final NDArray s_C;
    private final NDArray gamma_C;
    private final int[] others;
    private final Shape channels;
    private final NDArray count;

    NormalizedBatch(NDArray z, NDArray y, NDArray mean_C, NDArray s_C, NDArray gamma_C) {
        this.z = z;
        this.y = y;
        this.mean_C = mean_C;
        this.s_C = s_C;
        this.gamma_C = gamma_C;
        Shape shape = z.getShape();
        this.others = shape.dimension() == 2 ? new int[] {0} : new int[] {0, 2, 3};
        this.channels = shape.dimension() == 2 ? new Shape(1, -1) : new Shape(1, -1, 1, 1);
        this.count = Constant.of((double) shape.size() / shape.get(CHANNEL_AXIS), z);
    }

    public NDArray y() {
        return y;
    }

    /** From u, the gradient by y: gamma P u by z, the sum of n u by gamma, the sum of u by beta. */
    public Gradients back(NDArray u) {
        NDList made = Operators.batchNormalizationByInput(u, z, mean_C, s_C);
        return new Gradients(made.get(0).muli(byChannel(gamma_C)), made.get(1), made.get(2));
    }

    /** How n and y move when z moves by v: P v, and gamma times it. */
    public Tangent tangent(NDArray v) {
        NDList made = Operators.batchNormalizationByInput(v, z, mean_C, s_C);
        return new Tangent(
                made.get(0), made.get(0).mul(byChannel(gamma_C)), made.get(1).div(count));
    }

    /**
     * The gradients of a loss plus D = <u, tangent of y>, where the loss has the gradient u by y, and D has eta through all
     * that comes after y. Those of D are
     *
     * <pre>
     * gamma P eta - s (mean(n u) tangent of y + mean(n v) gamma P u + mean(u tangent of y) n)    by z
     * sum of n eta + u times the tangent of n                                                    by gamma
     * sum of eta                                                                                 by beta
     * </pre>
     *
     * @param first of {@link #back} for u
     */
    public Gradients tangentBack(NDArray u, Gradients first, Tangent tangent, NDArray eta) {
        Gradients later = back(eta);
        NDArray along_C = sumOfProducts(u, tangent.n());
        // In place, and factors of a channel first: a step lives on few arrays of the size of z.
        NDArray byInput = later.byInput().addi(first.byInput());
        subtract(byInput, first.byScale().div(count), tangent.y());
        subtract(byInput, tangent.meanAlongN(), first.byInput());
        try (NDArray centred = z.sub(byChannel(mean_C))) {
            subtract(byInput, along_C.mul(gamma_C).mul(s_C).div(count), centred);
        }
        return new Gradients(
                byInput,
                first.byScale().add(later.byScale()).add(along_C),
                first.byShift().add(later.byShift()));
    }

    /** sum - s factor array */
    private void subtract(NDArray sum, NDArray factor_C, NDArray array) {
        try (NDArray part = array.mul(byChannel(factor_C.mul(s_C)))) {
            sum.subi(part);
        }
    }

    private NDArray sumOfProducts(NDArray a, NDArray b) {
        try (NDArray products = a.mul(b)) {
            return products.sum(others);
        }
    }

    private NDArray byChannel(NDArray array_C) {
        return array_C.reshape(channels);
    }

    /** By the input z, by gamma and by beta. */
    public record Gradients(NDArray byInput, NDArray byScale, NDArray byShift) {}

    /** @param meanAlongN mean of n v, by channel */
    public record Tangent(NDArray n, NDArray y, NDArray meanAlongN) {}
}
