package dev.isograd.imports.sources;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/** The content of an entry of a zip, with the size and the checksum that its directory says. */
final class CheckedContent extends FilterInputStream {

    private final CRC32 checksum = new CRC32();
    private final long size;
    private final long expected;
    private long read;

    CheckedContent(InputStream content, long size, long expected) {
        super(content);
        this.size = size;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            checksum.update(target, offset, count);
            read += count;
            if (read > size) {
                throw new ZipException("it unpacks to more than the %d bytes of its entry".formatted(size));
            }
        } else if (count < 0 && (read != size || checksum.getValue() != expected)) {
            throw new ZipException("its content does not have the size and checksum of its entry");
        }
        return count;
    }
}
