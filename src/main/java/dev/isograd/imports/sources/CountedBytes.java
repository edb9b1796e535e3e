package dev.isograd.imports.sources;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts how many bytes of a packed file were read. */
final class CountedBytes extends FilterInputStream {

    private static final int BUFFER = 1 << 16;

    private long count;

    CountedBytes(InputStream file) {
        super(file);
    }

    static CountedBytes open(Path path) throws IOException {
        return new CountedBytes(new BufferedInputStream(Files.newInputStream(path), BUFFER));
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count += value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count += Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long most) throws IOException {
        long skipped = super.skip(most);
        count += skipped;
        return skipped;
    }
}
