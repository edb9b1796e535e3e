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
        for (int row = 0; row < imageShape.get(0) * height; row++) {
            int from = row % height - placement.down();
            for (int column = 0; column < width; column++) {
                int at = column - placement.right();
                boolean inside = from >= 0 && from < height && at >= 0 && at < width;
                int sourceRow = source + (row - placement.down()) * width;
                int sourceColumn = placement.mirrored() ? width - 1 - at : at;
                buffer.put(target + row * width + column, inside ? images.get(sourceRow + sourceColumn) : 0);
            }
        }
    }
}
