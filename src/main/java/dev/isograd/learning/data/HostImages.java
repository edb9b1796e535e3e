package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.data.Augmentation.Placement;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Images outside the device. While a batch trains, a thread prepares the next one in a second buffer. */
final class HostImages implements ImageSource {

    private final ByteBuffer images;
    private final Shape imageShape;
    /** Direct buffers, because libtorch reads them in place; as large as the largest batch so far. */
    private ByteBuffer current = ByteBuffer.allocateDirect(0);

    private ByteBuffer next = ByteBuffer.allocateDirect(0);
    private @Nullable Ahead ahead;

    /** The batch that is being prepared in the second buffer. */
    private record Ahead(Choice choice, FutureTask<ByteBuffer> filled) {}

    /**
     * @param images bytes of shape (count, channels, height, width) from the current position
     * @param imageShape channels, height, width
     */
    HostImages(ByteBuffer images, Shape imageShape) {
        this.images = images.slice();
        this.imageShape = imageShape;
    }

    @Override
    public NDArray load(Choice choice, NDManager manager) {
        ByteBuffer bytes = prepared(choice);
        prepare(choice.next().orElse(null));
        return manager.create(bytes, new Shape(choice.count()).addAll(imageShape), DataType.UINT8);
    }

    /** Waits for the thread also if it prepared another batch: it writes to the buffer that is needed next. */
    private ByteBuffer prepared(Choice choice) {
        Ahead done = ahead;
        if (done != null) {
            next = result(done.filled());
            if (done.choice().isSame(choice)) {
                ByteBuffer last = current;
                current = next;
                next = last;
                return current;
            }
        }
        current = fill(current, choice);
        return current;
    }

    private void prepare(@Nullable Choice choice) {
        if (choice == null) {
            ahead = null;
            return;
        }
        ByteBuffer buffer = next;
        ahead = new Ahead(choice, new FutureTask<>(() -> fill(buffer, choice)));
        Thread.ofVirtual().name("next batch").start(ahead.filled());
    }

    private static ByteBuffer result(FutureTask<ByteBuffer> filled) {
        try {
            return filled.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A batch could not be prepared", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a batch was prepared", interrupted);
        }
    }

    private ByteBuffer fill(ByteBuffer buffer, Choice choice) {
        int imageBytes = Math.toIntExact(imageShape.size());
        int size = Math.multiplyExact(choice.count(), imageBytes);
        ByteBuffer target = buffer.capacity() < size ? ByteBuffer.allocateDirect(size) : buffer;
        target.clear().limit(size);
        for (int i = 0; i < choice.count(); i++) {
            place(choice.image(i) * imageBytes, target, i * imageBytes, choice.placement(i));
        }
        return target;
    }

    private void place(int source, ByteBuffer buffer, int target, Placement placement) {
        if (placement.equals(Placement.AS_IS)) {
            buffer.put(target, images, source, Math.toIntExact(imageShape.size()));
            return;
        }
        int height = (int) imageShape.get(1);
        int width = (int) imageShape.get(2);
        int rows = (int) imageShape.get(0) * height;
        for (int row = 0; row < rows; row++) {
            int from = row % height - placement.down();
            int sourceRow = source + (row - placement.down()) * width;
            buffer.put(target + row * width, line(from >= 0 && from < height, sourceRow, width, placement));
        }
    }

    /** A row of the image moved sideways; row by row is many times faster than byte by byte. */
    private byte[] line(boolean inside, int sourceRow, int width, Placement placement) {
        byte[] line = new byte[width];
        int first = Math.max(0, placement.right());
        int end = Math.min(width, width + placement.right());
        if (!inside || first >= end) {
            return line;
        }
        int sourceColumn = placement.mirrored() ? width - end + placement.right() : first - placement.right();
        images.get(sourceRow + sourceColumn, line, first, end - first);
        if (placement.mirrored()) {
            reverse(line, first, end);
        }
        return line;
    }

    private static void reverse(byte[] bytes, int from, int to) {
        for (int low = from, high = to - 1; low < high; low++, high--) {
            byte swapped = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = swapped;
        }
    }
}
