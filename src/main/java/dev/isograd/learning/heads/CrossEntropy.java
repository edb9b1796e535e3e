package dev.isograd.learning.heads;

import ai.djl.ndarray.NDArray;

/** The loss of every head: mean cross-entropy of the softmax of its scores, with one-hot labels. */
public final class CrossEntropy {

    private CrossEntropy() {}

    public static NDArray mean(NDArray scores_BC, NDArray labels_BC) {
        return scores_BC
                .logSoftmax(1)
                .mul(labels_BC)
                .sum()
                .mul(-1.0 / scores_BC.getShape().get(0));
    }

    /** How many of the batch's highest scores are the right ones. */
    public static NDArray correct(NDArray scores_BC, NDArray labels_BC) {
        return scores_BC.argMax(1).eq(labels_BC.argMax(1)).sum();
    }
}
