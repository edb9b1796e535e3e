package dev.isograd.learning.heads;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;

/** The loss of every head: the mean cross-entropy of the labels and the softmax of its scores. */
public final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * The mean over the batch, a scalar.
     *
     * @param labels_BC the share of each class: one-hot, or any distribution, times the weight of the image
     */
    public static NDArray mean(NDArray scores_BC, NDArray labels_BC) {
        NDArray sum = scores_BC.logSoftmax(1).mul(labels_BC).sum();
        return sum.mul(Constant.of(-1.0 / scores_BC.getShape().get(0), sum));
    }

    /** The number of images whose highest score is that of the class with the largest share in the label, as a scalar. */
    public static NDArray correct(NDArray scores_BC, NDArray labels_BC) {
        return scores_BC.argMax(1).eq(labels_BC.argMax(1)).sum();
    }
}
