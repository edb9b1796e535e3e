package dev.isograd.learning.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.safetensors.SafetensorsHeader.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a safetensors file that need not be trusted: the header, then the arrays through a buffer of fixed size.
 *
 * <p>Our own because DJL's reserves whatever length the file names and checks neither overlaps nor signs.
 */
public final class SafetensorsReader {

    static final int LONGEST_HEADER = 8 << 20;

    private static final int CHUNK = 1 << 20;

    private final ReadableByteChannel file;
    /** Outside the heap, because libtorch reads it in place. */
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    public SafetensorsReader(InputStream file) {
        this.file = Channels.newChannel(file);
    }

    /** @throws UnusableState if there is none, or one that contradicts itself */
    public SafetensorsHeader header() {
        fill(chunk.clear().limit(Long.BYTES), "the length of its header");
        long length = chunk.getLong();
        if (length < 2 || length > LONGEST_HEADER) {
            throw new UnusableState(
                    "The header would be %d bytes long; %d at most are read".formatted(length, LONGEST_HEADER));
        }
        ByteBuffer header = ByteBuffer.wrap(bytes(Math.toIntExact(length)));
        try {
            return SafetensorsHeaderParser.parse(
                    StandardCharsets.UTF_8.newDecoder().decode(header).toString());
        } catch (CharacterCodingException notText) {
            throw new UnusableState("The header is not UTF-8", notText);
        }
    }

    /** The next array; belongs to the manager. */
    public NDArray array(Tensor tensor, NDManager manager) {
        int width = tensor.type().getNumOfBytes();
        NDArray array = manager.create(tensor.shape(), tensor.type());
        try (NDArray flat = array.reshape(-1)) {
            for (long from = 0; from < flat.size(); from += CHUNK / width) {
                long to = Math.min(flat.size(), from + CHUNK / width);
                fill(chunk.clear().limit(Math.toIntExact((to - from) * width)), tensor.name());
                try (NDArray part = manager.create(chunk, new Shape(to - from), tensor.type())) {
                    flat.set(new NDIndex().addSliceDim(from, to), part);
                }
            }
        }
        return array;
    }

    /** Reserves the whole length only after the file has shown that it is not tiny. */
    private byte[] bytes(int length) {
        byte[] bytes = new byte[Math.min(length, CHUNK)];
        for (int done = 0; done < length; ) {
            fill(chunk.clear().limit(Math.min(CHUNK, length - done)), "its header");
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, length);
            }
            int count = chunk.remaining();
            chunk.get(bytes, done, count);
            done += count;
        }
        return bytes;
    }

    /** Reads past the next array, which needs no memory, whatever size the header gives it. */
    public void skip(Tensor tensor) {
        for (long left = tensor.end() - tensor.begin(); left > 0; left -= CHUNK) {
            fill(chunk.clear().limit(Math.toIntExact(Math.min(CHUNK, left))), tensor.name());
        }
    }

    /** @throws UnusableState if bytes are left */
    public void end() {
        if (read(chunk.clear().limit(1))) {
            throw new UnusableState("The file continues after its last array");
        }
    }

    private void fill(ByteBuffer buffer, String what) {
        while (buffer.hasRemaining()) {
            if (!read(buffer)) {
                throw new UnusableState("The file ends inside " + what);
            }
        }
        buffer.flip();
    }

    private boolean read(ByteBuffer buffer) {
        try {
            return file.read(buffer) >= 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
