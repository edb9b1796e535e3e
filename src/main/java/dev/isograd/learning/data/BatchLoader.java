package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.data.Augmentation.Placement;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/** Collects images by index into one buffer and copies them to the device as a normalized batch. */
public final class BatchLoader {

    private final NDManager manager;
    private final DataType type;
    private final ByteBuffer images;
    private final IntBuffer labels;
    private final Shape imageShape;
    private final int classes;
    private final NDArray scale;
    private final NDArray offset;
    /** As large as the largest batch so far; a direct buffer, because libtorch reads it in place. */
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);

    /**
     * Reads images and labels from the current positions of the buffers.
     *
     * @param images bytes of shape (count, channels, height, width)
     * @param imageShape channels, height, width
     * @param normalization statistics of the training images
     */
    public BatchLoader(
            NDManager manager,
            DataType type,
            ByteBuffer images,
            IntBuffer labels,
            Shape imageShape,
            int classes,
            Normalization normalization) {
        this.manager = manager;
        this.type = type;
        this.images = images.slice();
        this.labels = labels.slice();
        this.imageShape = imageShape;
        this.classes = classes;
        this.scale = normalization.scale(manager, type);
        this.offset = normalization.offset(manager, type);
    }

    /**
     * Loads the images {@code order[from]} to {@code order[to - 1]}. Call it inside an {@code NDScope}, which owns the
     * batch.
     *
     * @param epoch counted from 0; varies the augmentation
     */
    public Batch load(int[] order, int from, int to, int epoch, Augmentation augmentation) {
        int count = to - from;
        int imageBytes = Math.toIntExact(imageShape.size());
        stage(count * imageBytes);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            int image = order[from + i];
            chosen[i] = labels.get(image);
            place(image * imageBytes, i * imageBytes, augmentation.placement(epoch, image));
        }
        NDArray bytes = manager.create(staging, new Shape(count).addAll(imageShape), DataType.UINT8);
        NDArray images_BCHW = bytes.toType(type, true).muli(scale).addi(offset);
        return new Batch(images_BCHW, manager.create(chosen).oneHot(classes, type));
    }

    private void stage(int size) {
        if (staging.capacity() < size) {
            staging = ByteBuffer.allocateDirect(size);
        }
        staging.clear().limit(size);
    }

    private void place(int source, int target, Placement placement) {
        if (placement.equals(Placement.AS_IS)) {
            staging.put(target, images, source, Math.toIntExact(imageShape.size()));
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
                staging.put(target + row * width + column, inside ? images.get(sourceRow + sourceColumn) : 0);
            }
        }
    }
}
