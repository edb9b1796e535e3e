package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.data.Augmentation.Placement;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Images outside the device. While a batch trains, a thread reads and prepares the next one in a second buffer. */
final class HostImages implements ImageSource {

    private final ImageBytes images;
    private final Shape imageShape;
    private final int imageBytes;
    /** Direct buffers, because libtorch reads them in place; as large as the largest batch so far. */
    private ByteBuffer current = ByteBuffer.allocateDirect(0);

    private ByteBuffer next = ByteBuffer.allocateDirect(0);
    private @Nullable Ahead ahead;

    /** The batch that is being prepared in the second buffer. */
    private record Ahead(Choice choice, FutureTask<ByteBuffer> filled) {}

    /**
     * @param images bytes of shape (count, channels, height, width)
     * @param imageShape channels, height, width
     */
    HostImages(ImageBytes images, Shape imageShape) {
        this.images = images;
        this.imageShape = imageShape;
        this.imageBytes = Math.toIntExact(imageShape.size());
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
            ahead = null;
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
            // Data that cannot be read fail alike, whichever thread reads them.
            throw failed.getCause() instanceof RuntimeException unreadable
                    ? unreadable
                    : new IllegalStateException("A batch could not be prepared", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a batch was prepared", interrupted);
        }
    }

    private ByteBuffer fill(ByteBuffer buffer, Choice choice) {
        int size = Math.multiplyExact(choice.count(), imageBytes);
        ByteBuffer target = buffer.capacity() < size ? ByteBuffer.allocateDirect(size) : buffer;
        target.clear().limit(size);
        byte[] source = new byte[imageBytes];
        Picture picture = new Picture(new byte[imageBytes], side(0), side(1), side(2));
        for (int i = 0; i < choice.count(); i++) {
            Placement placement = choice.placement(i);
            long offset = (long) choice.image(i) * imageBytes;
            if (placement.equals(Placement.AS_IS) && !choice.augmentation().changesPixels()) {
                images.read(offset, target.slice(i * imageBytes, imageBytes));
            } else {
                images.read(offset, ByteBuffer.wrap(source));
                place(source, picture, placement);
                choice.changePixels(picture, i);
                target.put(i * imageBytes, picture.bytes());
            }
        }
        return target;
    }

    private int side(int axis) {
        return Math.toIntExact(imageShape.get(axis));
    }

    /** Row by row, which is many times faster than byte by byte. */
    private static void place(byte[] source, Picture target, Placement placement) {
        int height = target.height();
        int width = target.width();
        int first = Math.clamp(placement.right(), 0, width);
        int end = Math.clamp((long) width + placement.right(), first, width);
        int sourceColumn = placement.mirrored() ? width - end + placement.right() : first - placement.right();
        for (int row = 0; row < target.channels() * height; row++) {
            int line = row * width;
            int from = row % height - placement.down();
            if (from < 0 || from >= height) {
                Arrays.fill(target.bytes(), line, line + width, (byte) 0);
                continue;
            }
            Arrays.fill(target.bytes(), line, line + first, (byte) 0);
            Arrays.fill(target.bytes(), line + end, line + width, (byte) 0);
            int sourceLine = (row - placement.down()) * width;
            System.arraycopy(source, sourceLine + sourceColumn, target.bytes(), line + first, end - first);
            if (placement.mirrored()) {
                reverse(target.bytes(), line + first, line + end);
            }
        }
    }

    private static void reverse(byte[] bytes, int from, int to) {
        for (int low = from, high = to - 1; low < high; low++, high--) {
            byte swapped = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = swapped;
        }
    }
}
