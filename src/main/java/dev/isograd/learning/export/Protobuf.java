package dev.isograd.learning.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of Protocol Buffers under construction. Large fields are kept as they are, so that a network is not copied.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">The encoding</a>
 */
final class Protobuf {

    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_VARINT = 10;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final List<ByteBuffer> parts = new ArrayList<>();
    private long size;

    long size() {
        return size;
    }

    Protobuf integer(int field, long value) {
        // The type of a varint is 0.
        return varint((long) field << 3).varint(value);
    }

    Protobuf real(int field, float value) {
        varint((long) field << 3 | FIXED_32);
        return add(ByteBuffer.allocate(Float.BYTES)
                .putInt(Integer.reverseBytes(Float.floatToIntBits(value)))
                .flip());
    }

    Protobuf text(int field, String value) {
        return bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param value is not copied */
    Protobuf bytes(int field, ByteBuffer value) {
        return varint((long) field << 3 | LENGTH_DELIMITED)
                .varint(value.remaining())
                .add(value);
    }

    Protobuf message(int field, Protobuf value) {
        return varint((long) field << 3 | LENGTH_DELIMITED).varint(value.size).concat(value);
    }

    /** Adds the fields of another message to this one. */
    Protobuf concat(Protobuf other) {
        parts.addAll(other.parts);
        size += other.size;
        return this;
    }

    void write(WritableByteChannel channel) throws IOException {
        for (ByteBuffer part : parts) {
            ByteBuffer rest = part.duplicate();
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }

    private Protobuf varint(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            bytes.put((byte) (rest & SEVEN_BITS | MORE));
            rest >>>= 7;
        }
        return add(bytes.put((byte) rest).flip());
    }

    private Protobuf add(ByteBuffer part) {
        parts.add(part);
        size += part.remaining();
        return this;
    }
}
