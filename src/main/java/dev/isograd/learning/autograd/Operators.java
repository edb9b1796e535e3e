package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Operators of libtorch that DJL does not expose. */
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

    /**
     * The gradient with respect to the input x of a convolution with padding that keeps the size, and a stride of 1 or 2.
     *
     * @param gradient with respect to the output
     */
    public static NDArray convolutionInputGradient(NDArray gradient, NDArray x, NDArray weight) {
        return call(CONVOLUTION_INPUT_GRADIENT, gradient, x, weight).singletonOrThrow();
    }

    /** The gradient with respect to the weight of the same convolution. */
    public static NDArray convolutionWeightGradient(NDArray gradient, NDArray x, NDArray weight) {
        return call(CONVOLUTION_WEIGHT_GRADIENT, gradient, x, weight).singletonOrThrow();
    }

    /**
     * Batch normalization of x, which updates the running mean and variance.
     *
     * @return the normalized batch scale * n + shift with n = (x - mean) s, then the mean and s = 1 / deviation, by channel
     */
    public static NDList batchNormalization(
            NDArray x, NDArray scale, NDArray shift, NDArray runningMean, NDArray runningVariance) {
        return call(BATCH_NORMALIZATION, x, scale, shift, runningMean, runningVariance);
    }

    /** As above, without running statistics. */
    public static NDList batchNormalization(NDArray x, NDArray scale, NDArray shift) {
        return call(BATCH_NORMALIZATION, x, scale, shift);
    }

    /** By channel: s (w - mean of w - n * mean of n w), then the sum of n w, then the sum of w. */
    public static NDList batchNormalizationInputGradient(NDArray w, NDArray x, NDArray mean, NDArray s) {
        return call(BATCH_NORMALIZATION_INPUT_GRADIENT, w, x, mean, s);
    }

    /** As above, with the first result multiplied by {@code scale}. */
    public static NDList batchNormalizationInputGradient(NDArray w, NDArray x, NDArray mean, NDArray s, NDArray scale) {
        return call(BATCH_NORMALIZATION_INPUT_GRADIENT, w, x, mean, s, scale);
    }

    /** The sum of a b, by channel. */
    public static NDArray sumOfProducts(NDArray a, NDArray b) {
        return call(SUM_OF_PRODUCTS, a, b).singletonOrThrow();
    }

    /** ReLU in place: replaces negative numbers by 0. Recorded if recording is on. */
    public static NDArray relu(NDArray x) {
        return call(RELU, x).singletonOrThrow();
    }

    /**
     * The gradient of a ReLU: x where the output y is above 0, else 0. The result takes the memory of x, unless numbers of x
     * share memory.
     */
    public static NDArray reluBackward(NDArray x, NDArray y) {
        return call(RELU_BACKWARD, x, y).singletonOrThrow();
    }

    /** The sum of a constant and of each array times its factor; constant and factors are by channel. It takes the memory of the first array. */
    public static NDArray channelSum(NDArray constant, NDArray... arraysAndFactors) {
        NDList arguments = new NDList(constant);
        arguments.addAll(List.of(arraysAndFactors));
        return CHANNEL_SUM.call(new NDList(), arguments).singletonOrThrow();
    }

    /**
     * The gradient of a shortcut that takes every other position of x and adds channels of zeros.
     *
     * @param gradient with respect to the output of the shortcut
     */
    public static NDArray shortcutBackward(NDArray gradient, NDArray x) {
        return call(SHORTCUT_BACKWARD, gradient, x).singletonOrThrow();
    }

    /** 2x2 max pooling: the maxima, and the position of each within its channel. */
    public static NDList maxPool(NDArray x) {
        return call(MAX_POOL, x);
    }

    /** The gradient with respect to the input x of average pooling with windows of equal size. */
    public static NDArray averagePoolInputGradient(NDArray gradient, NDArray x) {
        return call(AVERAGE_POOL_INPUT_GRADIENT, gradient, x).singletonOrThrow();
    }

    private static NDList call(Script script, NDArray... arrays) {
        return script.call(new NDList(), new NDList(arrays));
    }
}
