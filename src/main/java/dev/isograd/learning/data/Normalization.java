package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Constant;
import java.nio.ByteBuffer;

/**
 * Mean and standard deviation of each channel of the training images, on the scale 0 to 1.
 *
 * <p>Computed from integer sums, so that every machine gets the same values.
 */
public record Normalization(double[] means, double[] deviations) {

    private static final double WHITE = 255;

    /**
     * Computes the statistics of a training set.
     *
     * @param images bytes of shape (count, channels, pixels)
     * @param pixels height times width
     */
    public static Normalization of(ByteBuffer images, int channels, int pixels) {
        return of(ImageBytes.of(images), channels, pixels);
    }

    /** As above, for images in memory or in a file, which are read once. */
    public static Normalization of(ImageBytes images, int channels, int pixels) {
        return images.scan(channels, pixels).normalization();
    }

    static Normalization of(long[] sums, long[] squares, long count) {
        double[] means = new double[sums.length];
        double[] deviations = new double[sums.length];
        for (int channel = 0; channel < sums.length; channel++) {
            double mean = (double) sums[channel] / count;
            double variance = (double) squares[channel] / count - mean * mean;
            means[channel] = mean / WHITE;
            // A constant channel is only centered, not scaled.
            deviations[channel] = variance > 0 ? Math.sqrt(variance) / WHITE : 1;
        }
        return new Normalization(means, deviations);
    }

    /** The factor in {@code bytes * scale + offset}, of shape (1, channels, 1, 1). */
    public NDArray scale(NDManager manager, DataType type) {
        double[] scale = new double[means.length];
        for (int channel = 0; channel < scale.length; channel++) {
            scale[channel] = 1 / (WHITE * deviations[channel]);
        }
        return perChannel(manager, type, scale);
    }

    /** The summand in {@code bytes * scale + offset}, of shape (1, channels, 1, 1). */
    public NDArray offset(NDManager manager, DataType type) {
        double[] offset = new double[means.length];
        for (int channel = 0; channel < offset.length; channel++) {
            offset[channel] = -means[channel] / deviations[channel];
        }
        return perChannel(manager, type, offset);
    }

    private static NDArray perChannel(NDManager manager, DataType type, double[] values) {
        return Constant.of(values, new Shape(1, values.length, 1, 1), type, manager);
    }
}
