package dev.isograd.learning.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Python's pickle format, protocol 2, as far as an archive of arrays needs it.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">The operations</a>
 */
final class Pickle {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
        bytes.write(0x80);
        bytes.write(2);
    }

    Pickle global(String module, String name) {
        return raw("c" + module + "\n" + name + "\n");
    }

    Pickle emptyTuple() {
        return raw(")");
    }

    Pickle newObject() {
        bytes.write(0x81);
        return this;
    }

    Pickle emptyDictionary() {
        return raw("}");
    }

    Pickle mark() {
        return raw("(");
    }

    Pickle setItems() {
        return raw("u");
    }

    Pickle build() {
        return raw("b");
    }

    Pickle no() {
        bytes.write(0x89);
        return this;
    }

    Pickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.write('X');
        number(Integer.BYTES, utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    /** A 32-bit array whose numbers are in the archive under the given key. */
    Pickle tensor(String key, long[] shape) {
        long size = 1;
        long[] strides = new long[shape.length];
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = size;
            size *= shape[axis];
        }
        global("torch._utils", "_rebuild_tensor_v2").mark();
        mark().text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .integer(size)
                .raw("tQ");
        integer(0).tuple(shape).tuple(strides).no();
        return global("collections", "OrderedDict").raw(")RtR");
    }

    ByteBuffer end() {
        return ByteBuffer.wrap(raw(".").bytes.toByteArray());
    }

    private Pickle tuple(long... values) {
        mark();
        for (long value : values) {
            integer(value);
        }
        return raw("t");
    }

    /** As a long of eight bytes, whatever its size. */
    private Pickle integer(long value) {
        bytes.write(0x8a);
        bytes.write(Long.BYTES);
        number(Long.BYTES, value);
        return this;
    }

    private void number(int width, long value) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        bytes.write(all, 0, width);
    }

    private Pickle raw(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }
}
