package dev.isograd.imports.pictures;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the numbers of a picture's header; the stream's end is an {@link EOFException}. */
final class HeaderInput {

    private final InputStream in;

    HeaderInput(InputStream in) {
        this.in = in;
    }

    int u8() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException();
        }
        return value;
    }

    /** Big endian, as {@link #u32}. */
    int u16() throws IOException {
        return u8() << 8 | u8();
    }

    long u32() throws IOException {
        return (long) u16() << 16 | u16();
    }

    int u16Little() throws IOException {
        return u8() | u8() << 8;
    }

    int u24Little() throws IOException {
        return u16Little() | u8() << 16;
    }

    int i32Little() throws IOException {
        return u16Little() | u16Little() << 16;
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    void skip(long count) throws IOException {
        in.skipNBytes(count);
    }
}
