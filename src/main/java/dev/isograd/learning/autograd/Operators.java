package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Operators of libtorch that DJL does not reach: each a formula for one layer, none of them recorded. */
public final class Operators {

    private static final Script CONVOLUTION_BY_INPUT = new Script("convolution_by_input.pt");
    private static final Script CONVOLUTION_BY_WEIGHT = new Script("convolution_by_weight.pt");
    private static final Script BATCH_NORMALIZATION = new Script("batch_normalization.pt");
    private static final Script BATCH_NORMALIZATION_BY_INPUT = new Script("batch_normalization_by_input.pt");
    private static final Script SUM_OF_PRODUCTS = new Script("sum_of_products.pt");
    private static final Script RECTIFY = new Script("rectify.pt");
    private static final Script KEEP_WHERE_POSITIVE = new Script("keep_where_positive.pt");
    private static final Script CHANNEL_SUM = new Script("channel_sum.pt");
    private static final Script SPREAD = new Script("spread.pt");
    private static final Script MAX_POOL = new Script("max_pool.pt");
    private static final Script AVERAGE_POOL_BY_INPUT = new Script("average_pool_by_input.pt");

    private Operators() {}

    /** The gradient by the input x of a convolution that keeps the size but for a stride of 1 or 2, from the gradient by its output. */
    public static NDArray convolutionByInput(NDArray gradient, NDArray x, NDArray weight) {
        return call(CONVOLUTION_BY_INPUT, gradient, x, weight).singletonOrThrow();
    }

    public static NDArray convolutionByWeight(NDArray gradient, NDArray x, NDArray weight) {
        return call(CONVOLUTION_BY_WEIGHT, gradient, x, weight).singletonOrThrow();
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
    public static NDList batchNormalizationByInput(NDArray w, NDArray x, NDArray mean, NDArray s) {
        return call(BATCH_NORMALIZATION_BY_INPUT, w, x, mean, s);
    }

    /** The same, the first result that many times. */
    public static NDList batchNormalizationByInput(NDArray w, NDArray x, NDArray mean, NDArray s, NDArray scale) {
        return call(BATCH_NORMALIZATION_BY_INPUT, w, x, mean, s, scale);
    }

    /** Of each channel, the sum of a b. */
    public static NDArray sumOfProducts(NDArray a, NDArray b) {
        return call(SUM_OF_PRODUCTS, a, b).singletonOrThrow();
    }

    /** Puts 0 in the place of all negative numbers. */
    public static NDArray rectify(NDArray x) {
        return call(RECTIFY, x).singletonOrThrow();
    }

    /** x where y is above 0, else 0; in the memory of x, unless its numbers share theirs. */
    public static NDArray keepWherePositive(NDArray x, NDArray y) {
        return call(KEEP_WHERE_POSITIVE, x, y).singletonOrThrow();
    }

    /** The constant and each array times its factor, in the memory of the first array; constant and factors are by channel. */
    public static NDArray channelSum(NDArray constant, NDArray... arraysAndFactors) {
        NDList arguments = new NDList(constant);
        arguments.addAll(List.of(arraysAndFactors));
        return CHANNEL_SUM.call(new NDList(), arguments).singletonOrThrow();
    }

    /** The gradient by x of every other position of x, and new channels of zeros, from that by those. */
    public static NDArray spread(NDArray gradient, NDArray x) {
        return call(SPREAD, gradient, x).singletonOrThrow();
    }

    /** The maxima of 2x2 windows, and the position of each among those of its channel. */
    public static NDList maxPool(NDArray x) {
        return call(MAX_POOL, x);
    }

    /** The gradient by the input x of averages over windows of equal size, from the gradient by the averages. */
    public static NDArray averagePoolByInput(NDArray gradient, NDArray x) {
        return call(AVERAGE_POOL_BY_INPUT, gradient, x).singletonOrThrow();
    }

    private static NDList call(Script script, NDArray... arrays) {
        return script.call(new NDList(), new NDList(arrays));
    }
}
