package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/** R(g, t): how far the gradient g by a module's input is from the gradient t by the output of the module below. */
public enum GradientDistance {
    /** Mean of 1 - cos(g, t) over the samples that have a direction. */
    COS {
        @Override
        NDArray ofRows(NDArray g_BN, NDArray t_BN) {
            NDArray gSquared_B = squares(g_BN);
            NDArray tSquared_B = squares(t_BN);
            NDArray lengths_B = length(gSquared_B).mul(length(tSquared_B));
            NDArray cosine_B = g_BN.mul(t_BN).sum(ROWS).div(lengths_B);
            NDArray counted_B = direction(gSquared_B).mul(direction(tSquared_B));
            NDArray sum = counted_B.sub(cosine_B.mul(counted_B)).sum();
            return sum.div(counted_B.sum().maximum(Constant.of(1, sum)));
        }
    },
    /** Mean of |g - t|. */
    NORM {
        @Override
        NDArray ofRows(NDArray g_BN, NDArray t_BN) {
            return length(squares(g_BN.sub(t_BN))).mean();
        }
    },
    /** Mean of |g - t|². */
    SQ {
        @Override
        NDArray ofRows(NDArray g_BN, NDArray t_BN) {
            return squares(g_BN.sub(t_BN)).mean();
        }
    },
    /** |g - t|² / |t|², both over the whole batch. */
    REL {
        @Override
        NDArray ofRows(NDArray g_BN, NDArray t_BN) {
            return g_BN.sub(t_BN).square().sum().div(notZero(t_BN.square().sum()));
        }
    };

    /** Below a length of 1e-12 a gradient has no direction, and the root no usable derivative. */
    private static final double SHORTEST_SQUARED = 1e-24;

    private static final int[] ROWS = {1};

    /** Differentiable in g; t is a constant. */
    NDArray between(NDArray g, NDArray t) {
        return ofRows(Agreement.perSample(g), Agreement.perSample(t));
    }

    abstract NDArray ofRows(NDArray g_BN, NDArray t_BN);

    private static NDArray squares(NDArray rows_BN) {
        return rows_BN.square().sum(ROWS);
    }

    private static NDArray length(NDArray squared_B) {
        return notZero(squared_B).sqrt();
    }

    private static NDArray notZero(NDArray squared) {
        return squared.maximum(Constant.of(SHORTEST_SQUARED, squared));
    }

    private static NDArray direction(NDArray squared_B) {
        return squared_B.gt(Constant.of(SHORTEST_SQUARED, squared_B)).toType(squared_B.getDataType(), false);
    }
}
