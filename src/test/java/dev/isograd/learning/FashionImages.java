package dev.isograd.learning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The service's sample of real images at half their side length, for tests that synthetic images cannot replace. */
public final class FashionImages {

    public static final int SIDE = 14;
    public static final int CLASSES = 10;

    private FashionImages() {}

    public static LabelledImages train() {
        return read("train");
    }

    public static LabelledImages test() {
        return read("test");
    }

    private static LabelledImages read(String split) {
        ByteBuffer labels = bytes(split + "-labels.i32").order(ByteOrder.LITTLE_ENDIAN);
        int count = labels.remaining() / Integer.BYTES;
        ByteBuffer images = halved(bytes(split + "-images.u8"), count);
        return new LabelledImages(images, labels.asIntBuffer(), count, 1, SIDE, SIDE, CLASSES);
    }

    /** Each pixel is the mean of four original pixels. */
    private static ByteBuffer halved(ByteBuffer whole, int count) {
        ByteBuffer half = ByteBuffer.allocateDirect(count * SIDE * SIDE);
        for (int row = 0; row < count * SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int at = 4 * SIDE * row + 2 * column;
                int below = at + 2 * SIDE;
                half.put((byte)
                        ((level(whole, at) + level(whole, at + 1) + level(whole, below) + level(whole, below + 1))
                                / 4));
            }
        }
        return half.flip();
    }

    private static int level(ByteBuffer pixels, int at) {
        return Byte.toUnsignedInt(pixels.get(at));
    }

    private static ByteBuffer bytes(String file) {
        try (InputStream stream = LabelledImages.class.getResourceAsStream("/datasets/fashion-mnist-sample/" + file)) {
            return ByteBuffer.wrap(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
