package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Operators of libtorch that DJL does not reach: each a formula for one layer, none of them recorded. */
public final class Operators {

    private static final Script CONVOLUTION_INPUT_GRADIENT = new Script("convolution_input_gradient.pt");
    private static final Script CONVOLUTION_WEIGHT_GRADIENT = new Script("convolution_weight_gradient.pt");
    private static final Script BATCH_NORMALIZATION = new Script("batch_normalization.pt");
    private static final Script BATCH_NORMALIZATION_INPUT_GRADIENT =
            new Script("batch_normalization_input_gradient.pt");
    private static final Script SUM_OF_PRODUCTS = new Script("sum_of_products.pt");
    private static final Script RELU = new Script("relu.pt");
    private static final Script RELU_BACKWARD = new Script("relu_backward.pt");
    private static final Script CHANNEL_SUM = new Script("channel_sum.pt");
    private static final Script SHORTCUT_BACKWARD = new Script("shortcut_backward.pt");
    private static final Script MAX_POOL = new Script("max_pool.pt");
    private static final Script AVERAGE_POOL_INPUT_GRADIENT = new Script("average_pool_input_gradient.pt");

    private Operators() {}

    /** The gradient by the input x of a convolution that keeps the size but for a stride of 1 or 2, from the gradient by its output. */
    public static NDArray convolutionInputGradient(NDArray gradient, NDArray x, NDArray weight) {
        return call(CONVOLUTION_INPUT_GRADIENT, gradient, x, weight).singletonOrThrow();
    }

    public static NDArray convolutionWeightGradient(NDArray gradient, NDArray x, NDArray weight) {
        return call(CONVOLUTION_WEIGHT_GRADIENT, gradient, x, weight).singletonOrThrow();
    }

    /**
     * The normalised batch scale * n + shift, its mean, and s = 1 / deviation, for n = (x - mean) s; moves the running
     * mean and variance.
     */
    public static NDList batchNormalization(
            NDArray x, NDArray scale, NDArray shift, NDArray runningMean, NDArray runningVariance) {
        return call(BATCH_NORMALIZATION, x, scale, shift, runningMean, runningVariance);
    }

    /** The same without running statistics. */
    public static NDList batchNormalization(NDArray x, NDArray scale, NDArray shift) {
        return call(BATCH_NORMALIZATION, x, scale, shift);
    }

    /** Of each channel: s (w - mean of w - n * mean of n w), the sum of n w, and the sum of w. */
    public static NDList batchNormalizationInputGradient(NDArray w, NDArray x, NDArray mean, NDArray s) {
        return call(BATCH_NORMALIZATION_INPUT_GRADIENT, w, x, mean, s);
    }

    /** The same, the first result that many times. */
    public static NDList batchNormalizationInputGradient(NDArray w, NDArray x, NDArray mean, NDArray s, NDArray scale) {
        return call(BATCH_NORMALIZATION_INPUT_GRADIENT, w, x, mean, s, scale);
    }

    /** Of each channel, the sum of a b. */
    public static NDArray sumOfProducts(NDArray a, NDArray b) {
        return call(SUM_OF_PRODUCTS, a, b).singletonOrThrow();
    }

    /** Puts 0 in the place of all negative numbers. */
    public static NDArray relu(NDArray x) {
        return call(RELU, x).singletonOrThrow();
    }

    /** x where y is above 0, else 0; in the memory of x, unless its numbers share theirs. */
    public static NDArray reluBackward(NDArray x, NDArray y) {
        return call(RELU_BACKWARD, x, y).singletonOrThrow();
    }

    /** The constant and each array times its factor, in the memory of the first array; constant and factors are by channel. */
    public static NDArray channelSum(NDArray constant, NDArray... arraysAndFactors) {
        NDList arguments = new NDList(constant);
        arguments.addAll(List.of(arraysAndFactors));
        return CHANNEL_SUM.call(new NDList(), arguments).singletonOrThrow();
    }

    /** The gradient by x of every other position of x, and new channels of zeros, from that by those. */
    public static NDArray shortcutBackward(NDArray gradient, NDArray x) {
        return call(SHORTCUT_BACKWARD, gradient, x).singletonOrThrow();
    }

    /** The maxima of 2x2 windows, and the position of each among those of its channel. */
    public static NDList maxPool(NDArray x) {
        return call(MAX_POOL, x);
    }

    /** The gradient by the input x of averages over windows of equal size, from the gradient by the averages. */
    public static NDArray averagePoolInputGradient(NDArray gradient, NDArray x) {
        return call(AVERAGE_POOL_INPUT_GRADIENT, gradient, x).singletonOrThrow();
    }

    private static NDList call(Script script, NDArray... arrays) {
        return script.call(new NDList(), new NDList(arrays));
    }
}
