package dev.isograd.learning.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The bytes of an array, first to last, in parts that are copied to the Java heap one after the other. As a whole, a large array
 * would not fit there, and the heap would keep that size.
 */
final class ArrayBytes implements Iterator<ByteBuffer> {

    private static final int PART = 1 << 20;

    private final NDArray array;
    private final long numbers;
    private long from;

    private ArrayBytes(NDArray array) {
        this.array = array;
        this.numbers = PART / array.getDataType().getNumOfBytes();
    }

    /** The parts of an array of any shape, in the byte order of the machine; each is read once. */
    static Iterable<ByteBuffer> of(NDArray array) {
        return () -> new ArrayBytes(array);
    }

    @Override
    public boolean hasNext() {
        return from < array.size();
    }

    @Override
    public ByteBuffer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long to = Math.min(array.size(), from + numbers);
        try (NDScope scope = new NDScope()) {
            return array.flatten().get(new NDIndex().addSliceDim(from, to)).toByteBuffer();
        } finally {
            from = to;
        }
    }
}
