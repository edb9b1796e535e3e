package dev.isograd.imports.sources;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** The content of a file of a source; what cannot be unpacked is the fault of the source. */
final class CountedContent extends InputStream {

    private final Intake intake;
    private final String name;
    private final InputStream content;
    private final LongSupplier packed;
    private long read;

    CountedContent(Intake intake, String name, InputStream content, LongSupplier packed) {
        this.intake = intake;
        this.name = name;
        this.content = content;
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        intake.check();
        int count = unpack(target, offset, length);
        if (count > 0) {
            read += count;
            intake.taken(count, name);
            intake.ratio(read, packed.getAsLong(), name);
        }
        return count;
    }

    private int unpack(byte[] target, int offset, int length) {
        try {
            return content.read(target, offset, length);
        } catch (IOException | RuntimeException damaged) {
            throw damaged instanceof BadSource known ? known : damaged(name, damaged);
        }
    }

    static BadSource damaged(String name, Exception cause) {
        String reason = cause.getMessage();
        return new BadSource(
                "%s is damaged or cut off: %s"
                        .formatted(
                                FileName.shown(name),
                                reason == null ? cause.getClass().getSimpleName() : reason),
                cause);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
