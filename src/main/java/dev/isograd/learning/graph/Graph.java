package dev.isograd.learning.graph;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives what a network computes in evaluation mode, operation by operation. Implementations write it down in a file format.
 *
 * <p>The first axis of all values but parameters is that of the batch, whose size stays open. Suffixes as everywhere: B images,
 * C channels, N tokens.
 */
public interface Graph {

    /** An array that belongs to the network. The same name is always the same array. */
    Value parameter(String name, NDArray array);

    /** A square convolution of BCHW. */
    Value convolution(Value x, Value weight, @Nullable Value bias, int stride, int padding);

    /** x Wᵀ + b over the last axis. */
    Value linear(Value x, Value weight, @Nullable Value bias);

    /** scale (x - mean) / sqrt(variance + epsilon) + shift over the second axis. */
    Value batchNormalization(Value x, Value scale, Value shift, Value mean, Value variance, float epsilon);

    /** Layer normalization over the last axis, which has as many channels as given. */
    Value layerNormalization(Value x, Value scale, Value shift, int channels, float epsilon);

    Value relu(Value x);

    /** x times the normal distribution function of x, exactly. */
    Value gelu(Value x);

    /** log(1 + exp(x)). */
    Value softplus(Value x);

    /** Over the last axis. */
    Value softmax(Value x);

    /** Max pooling of BCHW over square windows. */
    Value maxPool(Value x, int window, int stride, int padding);

    /** Average pooling of BCHW over windows beside one another. Those at the end may be smaller, and count only what they cover. */
    Value averagePool(Value x, int high, int wide);

    /** Every n-th position of BCHW, and new channels of zeros after the others. */
    Value subsample(Value x, int stride, int newChannels);

    /** The mean over axes, which disappear. */
    Value mean(Value x, int... axes);

    /** @param shape 0 keeps the length of the axis, -1 takes what is left */
    Value reshape(Value x, int... shape);

    /** The numbers of x in the shape of another value. */
    Value reshapeLike(Value x, Value other);

    Value transpose(Value x, int... axes);

    /** Equal parts along an axis. */
    List<Value> split(Value x, int parts, int axis);

    Value matMul(Value a, Value b);

    /** a + b, where b may lack the first axes. */
    Value add(Value a, Value b);

    Value multiply(Value x, double factor);
}
