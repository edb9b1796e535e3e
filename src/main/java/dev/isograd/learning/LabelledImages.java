package dev.isograd.learning;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/** Images with a class each: bytes 0..255 in the order image, channel, row, column, and one label per image. */
public record LabelledImages(
        ByteBuffer images, IntBuffer labels, int count, int channels, int height, int width, int classes) {

    public LabelledImages {
        if (count < 1 || channels < 1 || height < 1 || width < 1 || classes < 2) {
            throw new IllegalArgumentException(
                    "Needs at least one pixel and two classes; got %d images of %dx%dx%d, %d classes"
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

    /** Bytes of one image. */
    public int imageBytes() {
        return channels * height * width;
    }
}
