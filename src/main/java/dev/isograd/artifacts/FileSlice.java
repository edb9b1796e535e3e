package dev.isograd.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a byte range of a file; a retried part reads its range from disk again, so no copy is held in memory. */
final class FileSlice extends InputStream {

    private final InputStream file;
    private long left;

    private FileSlice(InputStream file, long left) {
        this.file = file;
        this.left = left;
    }

    static InputStream open(Path path, long offset, long length) {
        try {
            InputStream file = Files.newInputStream(path);
            try {
                file.skipNBytes(offset);
                return new FileSlice(file, length);
            } catch (IOException failed) {
                file.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + path, failed);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = file.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
