package dev.isograd.learning.layers;

/** The shape of one image's features between two blocks. */
public record FeatureShape(int channels, int height, int width) {

    public FeatureShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "The images are too small for this network: %dx%dx%d features".formatted(channels, height, width));
        }
    }

    /** The shape after a 3x3 convolution with padding 1. */
    public FeatureShape convolved(int outChannels, int stride) {
        return new FeatureShape(outChannels, (height + stride - 1) / stride, (width + stride - 1) / stride);
    }

    /** The shape after 2x2 pooling. */
    public FeatureShape pooled() {
        return new FeatureShape(channels, height / 2, width / 2);
    }

    /** @throws ArithmeticException if there are more than an array can have */
    public int numbers() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }
}
