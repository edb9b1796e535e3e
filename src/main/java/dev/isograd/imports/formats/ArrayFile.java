package dev.isograd.imports.formats;

import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array of numbers in a file, first dimension outermost.
 *
 * @param offset bytes of the header
 */
record ArrayFile(String name, Path path, long offset, DataType type, long[] shape) {

    /** Refuses an array whose file has not the bytes that its header says. */
    ArrayFile checked() throws IOException {
        long expected;
        try {
            expected = Math.addExact(offset, Math.multiplyExact(count(), itemBytes()));
        } catch (ArithmeticException overflow) {
            throw new BadSource(
                    "%s has the impossible shape %s".formatted(FileName.shown(name), shapeText()), overflow);
        }
        if (Files.size(path) != expected) {
            throw new BadSource("%s has %d bytes instead of the %d of its header"
                    .formatted(FileName.shown(name), Files.size(path), expected));
        }
        return this;
    }

    String shapeText() {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" x "));
    }

    long count() {
        return shape.length == 0 ? 0 : shape[0];
    }

    /** Bytes of one item of the first dimension. */
    long itemBytes() {
        long bytes = type.bytes();
        for (int i = 1; i < shape.length; i++) {
            bytes = Math.multiplyExact(bytes, shape[i]);
        }
        return bytes;
    }

    InputStream open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        in.skipNBytes(offset);
        return in;
    }

    /** Reads the next item of a stream as one number. */
    long next(InputStream in) throws IOException {
        return type.read(ByteBuffer.wrap(in.readNBytes(type.bytes())), 0);
    }
}
