package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Operators;

/**
 * A batch after batch normalization: y = gamma n + beta, with n = (z - mean z) s and s = (variance z + epsilon)^(-1/2), all
 * by channel.
 */
record NormalizedBatch(NDArray z, NDArray y, NDArray mean_C, NDArray s_C, NDArray gamma_C) {

    private static final int CHANNEL_AXIS = 1;

    /** P w = s (w - mean w - n mean(n w)). P is the derivative of n with respect to z, and symmetric. */
    Projection project(NDArray w) {
        return Projection.of(Operators.batchNormalizationInputGradient(w, z, mean_C, s_C));
    }

    /** gamma P w, with the same sums as {@link #project}. */
    Projection projectScaled(NDArray w) {
        return Projection.of(Operators.batchNormalizationInputGradient(w, z, mean_C, s_C, gamma_C));
    }

    /**
     * The gradient with respect to z of the sum of u gamma P v. P and n depend on z; u and v are constants:
     *
     * <pre>
     * - s (mean(n u) gamma P v + gamma mean(n v) P u + gamma mean(u P v) n)
     * </pre>
     *
     * @param u result of {@link #project} for u; its memory becomes that of the result
     * @param v result of {@link #projectScaled} for v
     * @param product_C sum of u P v, which equals that of v P u
     */
    NDArray second(Projection u, Projection v, NDArray product_C) {
        NDArray share_C = s_C.div(Constant.of(-(double) z.size() / z.getShape().get(CHANNEL_AXIS), z));
        NDArray gammaShare_C = share_C.mul(gamma_C);
        NDArray ofZ_C = gammaShare_C.mul(product_C).mul(s_C);
        return Operators.channelSum(
                ofZ_C.mul(mean_C).neg(),
                u.array(),
                gammaShare_C.mul(v.alongN_C()),
                v.array(),
                share_C.mul(u.alongN_C()),
                z,
                ofZ_C);
    }

    /**
     * A projected array w and its sums by channel.
     *
     * @param array P w, or gamma P w
     * @param alongN_C sum of n w
     * @param sum_C sum of w
     */
    record Projection(NDArray array, NDArray alongN_C, NDArray sum_C) {

        private static Projection of(NDList made) {
            return new Projection(made.get(0), made.get(1), made.get(2));
        }
    }
}
