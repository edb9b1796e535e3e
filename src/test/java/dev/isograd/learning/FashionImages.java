package dev.isograd.learning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The real images that come with the service, for what made-up ones cannot show. */
public final class FashionImages {

    private static final int SIDE = 28;

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
        return new LabelledImages(bytes(split + "-images.u8"), labels.asIntBuffer(), count, 1, SIDE, SIDE, 10);
    }

    private static ByteBuffer bytes(String file) {
        try (InputStream stream = LabelledImages.class.getResourceAsStream("/datasets/fashion-mnist-sample/" + file)) {
            byte[] all = stream.readAllBytes();
            return ByteBuffer.allocateDirect(all.length).put(all).flip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
