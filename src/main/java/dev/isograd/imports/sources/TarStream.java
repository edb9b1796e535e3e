package dev.isograd.imports.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongSupplier;

/** The bytes of a tar: counted, with a limit for the headers, which a reader keeps in memory. */
final class TarStream extends InputStream {

    /** A header with its extensions, such as a long name. */
    private static final long MOST_HEADER_BYTES = 1 << 20;

    private static final int BLOCK = 512;

    private final String archive;
    private final CountedContent stream;
    private String name;
    private boolean inHeader;
    private long headerBytes;
    private long zeros;

    TarStream(InputStream unpacked, String archive, LongSupplier packed, Intake reading) {
        this.archive = archive;
        this.name = archive;
        this.stream = new CountedContent(reading, archive, unpacked, packed);
    }

    /** A header follows. */
    void header() {
        inHeader = true;
        headerBytes = 0;
    }

    /** The content of a file follows. */
    void content(String file) {
        inHeader = false;
        name = file;
    }

    /** Reads to the end, which also checks the checksum of a packed tar. */
    void finish() throws IOException {
        if (zeros < BLOCK) {
            throw new BadSource("%s is cut off after %s: the end mark of a tar is missing"
                    .formatted(FileName.shown(archive), FileName.shown(name)));
        }
        inHeader = false;
        transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = stream.read(target, offset, length);
        if (count > 0 && inHeader) {
            headerBytes += count;
            if (headerBytes > MOST_HEADER_BYTES) {
                throw new BadSource("%s has a header of more than %d bytes after %s"
                        .formatted(FileName.shown(archive), MOST_HEADER_BYTES, FileName.shown(name)));
            }
        }
        countZeros(target, offset, count);
        return count;
    }

    private void countZeros(byte[] target, int offset, int count) {
        for (int i = offset + count - 1; i >= offset; i--) {
            if (target[i] != 0) {
                zeros = offset + count - 1L - i;
                return;
            }
        }
        zeros += Math.max(0, count);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
