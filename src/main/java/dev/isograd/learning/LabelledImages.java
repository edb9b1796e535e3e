package dev.isograd.learning;

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
        ByteBuffer images, IntBuffer labels, int count, int channels, int height, int width, int classes) {

    public LabelledImages {
        if (count < 1 || channels < 1 || height < 1 || width < 1 || classes < 2) {
            throw new IllegalArgumentException(
                    "At least one image, one pixel and two classes are needed; got %d images of %dx%dx%d, %d classes"
                            .formatted(count, channels, height, width, classes));
        }
        long bytes = (long) count * channels * height * width;
        if (images.remaining() != bytes || labels.remaining() != count) {
            throw new IllegalArgumentException("%d images of %dx%dx%d need %d bytes and %d labels; got %d and %d"
                    .formatted(count, channels, height, width, bytes, count, images.remaining(), labels.remaining()));
        }
        for (int i = 0; i < count; i++) {
            int label = labels.get(labels.position() + i);
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "Label %d of image %d is not one of %d classes".formatted(label, i, classes));
            }
        }
    }

    /** Number of bytes of one image. */
    public int imageBytes() {
        return channels * height * width;
    }
}
