package dev.isograd.imports.pictures;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The bytes of a picture for a decoder. The WebP decoder takes the end of its input for zeros without end, and would allocate tables
 * of any size from a few bytes; reading on after the end therefore fails.
 */
final class PictureInput extends MemoryCacheImageInputStream {

    /** Decoders look ahead a few bytes, each bit of which may meet the end. */
    private static final int MOST_READS_AT_THE_END = 1_000;

    private int readsAtTheEnd;

    PictureInput(byte[] file) {
        super(new ByteArrayInputStream(file));
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return checked(super.read(bytes, offset, length));
    }

    private int checked(int read) throws IOException {
        if (read < 0 && ++readsAtTheEnd > MOST_READS_AT_THE_END) {
            throw new IOException("the file ends too early");
        }
        return read;
    }
}
