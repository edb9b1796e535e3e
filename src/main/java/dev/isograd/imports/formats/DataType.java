package dev.isograd.imports.formats;

import java.nio.ByteBuffer;

/** How an array stores a number. */
record DataType(int bytes, boolean signed, boolean bigEndian) {

    static final DataType UINT8 = new DataType(1, false, false);

    long read(ByteBuffer buffer, int at) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = bigEndian ? i : bytes - 1 - i;
            value = value << 8 | (buffer.get(at + next) & 0xff);
        }
        int unused = Long.SIZE - 8 * bytes;
        return signed ? value << unused >> unused : value;
    }
}
