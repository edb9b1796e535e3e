package dev.isograd.learning.heads;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/** The loss of every head: mean cross-entropy of the softmax of its scores, with one-hot labels. */
public final class CrossEntropy {

    private CrossEntropy() {}

    public static NDArray mean(NDArray scores_BC, NDArray labels_BC) {
        NDArray sum = scores_BC.logSoftmax(1).mul(labels_BC).sum();
        return sum.mul(Constant.of(-1.0 / scores_BC.getShape().get(0), sum));
    }

    /** How many of the batch's highest scores are the right ones. */
    public static NDArray correct(NDArray scores_BC, NDArray labels_BC) {
        return scores_BC.argMax(1).eq(labels_BC.argMax(1)).sum();
    }
}
