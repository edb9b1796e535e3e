package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Recording;

/**
 * Inner products of the gradients G and T of each sample's own loss, one row per sample.
 *
 * <p>A loss is a mean over B samples, so G = B g and T = B t, where g and t come from a backward pass. The factor is applied to
 * the products, one number per sample, instead of to the gradients.
 */
final class PerSampleGradients {

    /** Below a length of 1e-12, a gradient has no direction and the square root no usable derivative. */
    private static final double SHORTEST_SQUARED = 1e-24;

    private static final int[] ROWS = {1};

    private final Shape shape;
    private final NDArray g_BN;
    private final NDArray t_BN;
    private final NDArray batchSquared;
    private final NDArray shortestSquared;

    PerSampleGradients(NDArray g, NDArray t) {
        long batch = g.getShape().get(0);
        shape = g.getShape();
        g_BN = g.reshape(batch, -1);
        t_BN = t.reshape(batch, -1);
        batchSquared = Constant.of((double) batch * batch, g);
        shortestSquared = Constant.of(SHORTEST_SQUARED, g);
    }

    /** 1 where the features are positive, else 0; of their shape and detached. */
    static NDArray active(NDArray features) {
        NDArray x = Recording.detached(features);
        return x.gt(Constant.of(0, x)).toType(x.getDataType(), false);
    }

    /** |G|, B; one pass over the array, unlike the squares of all numbers and their sum. */
    NDArray gLengths() {
        return lengths(g_BN);
    }

    /** |T|, B. */
    NDArray tLengths() {
        return lengths(t_BN);
    }

    NDArray gSquared() {
        return squares(g_BN);
    }

    NDArray tSquared() {
        return squares(t_BN);
    }

    /** G·T, B. */
    NDArray product() {
        try (NDArray products_BN = g_BN.mul(t_BN)) {
            return products_BN.sum(ROWS).mul(batchSquared);
        }
    }

    NDArray differenceSquared() {
        try (NDArray difference_BN = g_BN.sub(t_BN)) {
            return squares(difference_BN);
        }
    }

    /** Raises values to the shortest squared length, so that they can be divided by and their root can be taken. No gradient flows where a value is raised. */
    NDArray notZero(NDArray values) {
        return values.maximum(shortestSquared);
    }

    /** 1 for a squared length that has a direction, else 0. */
    NDArray hasDirection(NDArray squared) {
        return squared.gt(shortestSquared).toType(squared.getDataType(), false);
    }

    /** Converts a gradient a G + b T with respect to G into the gradient with respect to g. */
    NDArray gradientOfG(NDArray a_B, NDArray b_B) {
        NDArray sum_BN = g_BN.mul(column(a_B.mul(batchSquared)));
        try (NDArray part_BN = t_BN.mul(column(b_B.mul(batchSquared)))) {
            return sum_BN.addi(part_BN).reshape(shape);
        }
    }

    NDArray batch() {
        return batchSquared.sqrt();
    }

    private static NDArray column(NDArray values) {
        return values.reshape(-1, 1);
    }

    private NDArray lengths(NDArray rows_BN) {
        return rows_BN.norm(ROWS).mul(batch());
    }

    private NDArray squares(NDArray rows_BN) {
        try (NDArray squares_BN = rows_BN.square()) {
            return squares_BN.sum(ROWS).mul(batchSquared);
        }
    }
}
