package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/** R(g, t): how far the gradient g by a module's input is from the gradient t by the output of the module below. */
public enum GradientDistance {
    /** Mean of 1 - cos(g, t) over the samples that have a direction. */
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

        /** (cos G / |G| - T / |T|) / |G|, shared by the samples that count. */
        @Override
        NDArray gradient(PerSampleGradients rows) {
            NDArray g_B = rows.gSquared();
            NDArray t_B = rows.tSquared();
            NDArray lengths_B = rows.notZero(g_B).sqrt().mul(rows.notZero(t_B).sqrt());
            NDArray counted_B = rows.hasDirection(g_B).mul(rows.hasDirection(t_B));
            NDArray count = counted_B.sum();
            NDArray share_B =
                    counted_B.div(count.maximum(Constant.of(1, count))).div(lengths_B);
            return rows.byGiven(share_B.mul(rows.product()).div(rows.notZero(g_B)), share_B.neg());
        }
    },
    /** Mean of |g - t|. */
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
            return rows.byGiven(a_B, a_B.neg());
        }
    },
    /** Mean of |g - t|². */
    SQ {
        @Override
        NDArray of(PerSampleGradients rows) {
            return rows.differenceSquared().mean();
        }

        /** 2 (G - T) / B */
        @Override
        NDArray gradient(PerSampleGradients rows) {
            NDArray a = Constant.of(2, rows.batch()).div(rows.batch());
            return rows.byGiven(a, a.neg());
        }
    },
    /** |g - t|² / |t|², both over the whole batch. */
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
            return rows.byGiven(a, a.neg());
        }
    };

    /** Differentiable in g; t is a constant. */
    public NDArray between(NDArray g, NDArray t) {
        return of(new PerSampleGradients(g, t));
    }

    /** v = dR/dg, told by a formula. */
    public NDArray gradient(NDArray g, NDArray t) {
        return gradient(new PerSampleGradients(g, t));
    }

    abstract NDArray of(PerSampleGradients rows);

    abstract NDArray gradient(PerSampleGradients rows);
}
