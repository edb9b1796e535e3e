package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/**
 * R(g, t): the distance between the gradient g of a module's loss with respect to its input and the gradient t of the loss below
 * with respect to its output.
 *
 * <p>G and T are the gradients of each sample's own loss (see {@link PerSampleGradients}), B is the number of samples.
 */
public enum GradientDistance {
    /** Mean of 1 - cos(G, T) over the samples for which both are long enough to have a direction. */
    COS {
        @Override
        NDArray of(PerSampleGradients rows) {
            NDArray g_B = rows.gSquared();
            NDArray t_B = rows.tSquared();
            NDArray lengths_B = rows.notZero(g_B).sqrt().mul(rows.notZero(t_B).sqrt());
            NDArray counted_B = rows.hasDirection(g_B).mul(rows.hasDirection(t_B));
            NDArray cosines_B = rows.product().div(lengths_B).mul(counted_B);
            NDArray count = counted_B.sum();
            return count.sub(cosines_B.sum()).div(count.maximum(Constant.of(1, count)));
        }

        /** (cos(G, T) G / |G| - T / |T|) / |G|, divided by the number of samples that count. */
        @Override
        NDArray gradient(PerSampleGradients rows) {
            NDArray g_B = rows.gSquared();
            NDArray t_B = rows.tSquared();
            NDArray lengths_B = rows.notZero(g_B).sqrt().mul(rows.notZero(t_B).sqrt());
            NDArray counted_B = rows.hasDirection(g_B).mul(rows.hasDirection(t_B));
            NDArray count = counted_B.sum();
            NDArray share_B =
                    counted_B.div(count.maximum(Constant.of(1, count))).div(lengths_B);
            return rows.gradientOfG(share_B.mul(rows.product()).div(rows.notZero(g_B)), share_B.neg());
        }
    },
    /** Mean of |G - T|. */
    NORM {
        @Override
        NDArray of(PerSampleGradients rows) {
            return rows.notZero(rows.differenceSquared()).sqrt().mean();
        }

        /** (G - T) / |G - T| / B */
        @Override
        NDArray gradient(PerSampleGradients rows) {
            NDArray squared_B = rows.differenceSquared();
            NDArray length_B = rows.notZero(squared_B).sqrt();
            NDArray a_B = rows.hasDirection(squared_B).div(length_B).div(rows.batch());
            return rows.gradientOfG(a_B, a_B.neg());
        }
    },
    /** Mean of |G - T|². */
    SQ {
        @Override
        NDArray of(PerSampleGradients rows) {
            return rows.differenceSquared().mean();
        }

        /** 2 (G - T) / B */
        @Override
        NDArray gradient(PerSampleGradients rows) {
            NDArray a = Constant.of(2, rows.batch()).div(rows.batch());
            return rows.gradientOfG(a, a.neg());
        }
    },
    /** Sum of |G - T|² over sum of |T|², both over the whole batch. */
    REL {
        @Override
        NDArray of(PerSampleGradients rows) {
            return rows.differenceSquared()
                    .sum()
                    .div(rows.notZero(rows.tSquared().sum()));
        }

        /** 2 (G - T) / |T|² */
        @Override
        NDArray gradient(PerSampleGradients rows) {
            NDArray squared = rows.notZero(rows.tSquared().sum());
            NDArray a = Constant.of(2, squared).div(squared);
            return rows.gradientOfG(a, a.neg());
        }
    };

    /** R, a scalar that can be differentiated in g; t is a constant of the same shape. */
    public NDArray between(NDArray g, NDArray t) {
        return of(new PerSampleGradients(g, t));
    }

    /** ∂R/∂g by a formula, of the shape of g. */
    public NDArray gradient(NDArray g, NDArray t) {
        return gradient(new PerSampleGradients(g, t));
    }

    abstract NDArray of(PerSampleGradients rows);

    abstract NDArray gradient(PerSampleGradients rows);
}
