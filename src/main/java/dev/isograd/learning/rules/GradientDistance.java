package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/** R(g, t): how far the gradient g by a module's input is from the gradient t by the output of the module below. */
public enum GradientDistance {
    /** Mean of 1 - cos(g, t) over the samples that have a direction. */
    COS {
        @Override
        NDArray of(SampleRows rows) {
            NDArray g_B = rows.gSquared();
            NDArray t_B = rows.tSquared();
            NDArray lengths_B = rows.notZero(g_B).sqrt().mul(rows.notZero(t_B).sqrt());
            NDArray counted_B = rows.hasDirection(g_B).mul(rows.hasDirection(t_B));
            NDArray cosines_B = rows.product().div(lengths_B).mul(counted_B);
            NDArray count = counted_B.sum();
            return count.sub(cosines_B.sum()).div(count.maximum(Constant.of(1, count)));
        }
    },
    /** Mean of |g - t|. */
    NORM {
        @Override
        NDArray of(SampleRows rows) {
            return rows.notZero(rows.differenceSquared()).sqrt().mean();
        }
    },
    /** Mean of |g - t|². */
    SQ {
        @Override
        NDArray of(SampleRows rows) {
            return rows.differenceSquared().mean();
        }
    },
    /** |g - t|² / |t|², both over the whole batch. */
    REL {
        @Override
        NDArray of(SampleRows rows) {
            return rows.differenceSquared()
                    .sum()
                    .div(rows.notZero(rows.tSquared().sum()));
        }
    };

    /** Differentiable in g; t is a constant. */
    NDArray between(NDArray g, NDArray t) {
        return of(new SampleRows(g, t));
    }

    abstract NDArray of(SampleRows rows);
}
