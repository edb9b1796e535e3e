package dev.isograd.learning;

import dev.isograd.learning.data.ImageBytes;
import dev.isograd.learning.data.ImageScan;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/**
 * Images with one class each.
 *
 * @param images bytes 0..255 of shape (count, channels, height, width), row-major
 * @param labels one class per image, 0 to {@code classes - 1}
 * @throws IllegalArgumentException if sizes or labels do not fit together
 */
public record LabelledImages(
        ImageBytes images, IntBuffer labels, int count, int channels, int height, int width, int classes) {

    public LabelledImages {
        if (count < 1 || channels < 1 || height < 1 || width < 1 || classes < 2) {
            throw new IllegalArgumentException(
                    "At least one image, one pixel and two classes are needed; got %d images of %dx%dx%d, %d classes"
                            .formatted(count, channels, height, width, classes));
        }
        long bytes = (long) count * channels * height * width;
        if (images.size() != bytes || labels.remaining() != count) {
            throw new IllegalArgumentException("%d images of %dx%dx%d need %d bytes and %d labels; got %d and %d"
                    .formatted(count, channels, height, width, bytes, count, images.size(), labels.remaining()));
        }
        for (int i = 0; i < count; i++) {
            int label = labels.get(labels.position() + i);
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "Label %d of image %d is not one of %d classes".formatted(label, i, classes));
            }
        }
    }

    /** Images in memory: the bytes of the buffer from its position to its limit. */
    public LabelledImages(
            ByteBuffer images, IntBuffer labels, int count, int channels, int height, int width, int classes) {
        this(ImageBytes.of(images), labels, count, channels, height, width, classes);
    }

    /** Digest of the images and statistics of their channels; the images are read once, at the first call. */
    public ImageScan scan() {
        return images.scan(channels, height * width);
    }

    /** Number of bytes of one image. */
    public int imageBytes() {
        return channels * height * width;
    }
}
