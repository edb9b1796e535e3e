package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Constant;

/**
 * Products of the gradients g and t of each sample's own loss, a row per sample.
 *
 * <p>The loss is a mean over B samples, so a sample's own gradient is B times what a backward pass gives. The factor is
 * put on the products, one number per sample, rather than on the gradients.
 */
final class PerSampleGradients {

    /** Below a length of 1e-12 a gradient has no direction, and the root no usable derivative. */
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

    NDArray gSquared() {
        return squares(g_BN);
    }

    NDArray tSquared() {
        return squares(t_BN);
    }

    /** g.t */
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

    /** Safe to divide by and to take the root of; where it is raised, no gradient flows. */
    NDArray notZero(NDArray values) {
        return values.maximum(shortestSquared);
    }

    /** 1 where a squared length is long enough to have a direction, else 0. */
    NDArray hasDirection(NDArray squared) {
        return squared.gt(shortestSquared).toType(squared.getDataType(), false);
    }

    /** By g as it was given, the gradient of what has the gradient a G + b T by the samples' own gradients G. */
    NDArray byGiven(NDArray a_B, NDArray b_B) {
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

    private NDArray squares(NDArray rows_BN) {
        try (NDArray squares_BN = rows_BN.square()) {
            return squares_BN.sum(ROWS).mul(batchSquared);
        }
    }
}
