package dev.isograd.imports.pictures;

import dev.isograd.ByteReaderContract;
import dev.isograd.imports.Pictures;
import java.util.List;

/** Damaged pictures of each format, decoded as an import does. */
class PictureReaderFuzzTests extends ByteReaderContract {

    private static final int MOST_PIXELS = 1 << 20;

    private final PictureReader reader = new PictureReader(MOST_PIXELS, 4096);

    @Override
    protected List<byte[]> samples() {
        return List.of(
                Pictures.png(12, 9, 1),
                Pictures.jpeg(12, 9, 2),
                Pictures.encoded(Pictures.quarters(8), "gif"),
                Pictures.encoded(Pictures.noise(6, 5, 3), "bmp"),
                Pictures.resource("lossy.webp"),
                Pictures.resource("lossless.webp"),
                Pictures.resource("animated.webp"),
                Pictures.resource("cmyk.jpg"),
                Pictures.resource("progressive.jpg"));
    }

    @Override
    protected void read(byte[] input) throws BadPicture {
        reader.read(input, new PictureShape(3, 8, 8, Fit.CROP));
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(BadPicture.class);
    }

    /** The pixels of a header that lies are allowed up to the limit; a new decoder after each refusal costs most. */
    @Override
    protected long mostMemory(int length) {
        return 64L * MOST_PIXELS;
    }
}
