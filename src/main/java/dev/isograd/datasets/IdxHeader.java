package dev.isograd.datasets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of an IDX file of unsigned bytes: two zeros, the type 8, the rank, one 32-bit size per dimension.
 *
 * <p>The sizes are untrusted input, so their product is checked for overflow and bounded before anything is allocated.
 */
record IdxHeader(List<Integer> sizes, long elements) {

    private static final int UNSIGNED_BYTES = 8;
    private static final int MAX_RANK = 4;
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE;

    static IdxHeader read(InputStream in) throws IOException {
        byte[] magic = bytes(in, 4);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTES) {
            throw new InvalidDataset("Not an IDX file of unsigned bytes");
        }
        int rank = magic[3];
        if (rank < 1 || rank > MAX_RANK) {
            throw new InvalidDataset("The IDX file has rank %d; supported are 1 to %d".formatted(rank, MAX_RANK));
        }
        ByteBuffer sizes = ByteBuffer.wrap(bytes(in, 4 * rank));
        List<Integer> dimensions = new ArrayList<>();
        long elements = 1;
        for (int i = 0; i < rank; i++) {
            int size = sizes.getInt();
            // Both factors are below 2^31, so the product fits into a long.
            elements = size < 1 ? 0 : elements * size;
            if (elements < 1 || elements > MAX_ELEMENTS) {
                throw new InvalidDataset("The IDX file has an invalid size: dimension %d is %d".formatted(i, size));
            }
            dimensions.add(size);
        }
        return new IdxHeader(List.copyOf(dimensions), elements);
    }

    private static byte[] bytes(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("The IDX file ends in the middle of its header");
        }
        return bytes;
    }
}
