package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/** Collects images by index into normalized batches on the device. */
public final class BatchLoader {

    private final NDManager manager;
    private final DataType type;
    private final ImageSource images;
    private final IntBuffer labels;
    private final int classes;
    private final Targets targets;
    private final NDArray scale;
    private final NDArray offset;

    /** Makes a loader in one of the two ways. */
    public interface Factory {
        BatchLoader create(
                NDManager manager,
                DataType type,
                ImageBytes images,
                IntBuffer labels,
                Shape imageShape,
                int classes,
                Normalization normalization);
    }

    /**
     * Reads images batch by batch, and labels from the current position of their buffer.
     *
     * @param images bytes of shape (count, channels, height, width)
     * @param imageShape channels, height, width
     * @param normalization statistics of the training images
     */
    public BatchLoader(
            NDManager manager,
            DataType type,
            ImageBytes images,
            IntBuffer labels,
            Shape imageShape,
            int classes,
            Normalization normalization) {
        this(manager, type, new HostImages(images, imageShape), labels, classes, normalization);
    }

    /** As above, for images in memory. */
    public BatchLoader(
            NDManager manager,
            DataType type,
            ByteBuffer images,
            IntBuffer labels,
            Shape imageShape,
            int classes,
            Normalization normalization) {
        this(manager, type, ImageBytes.of(images), labels, imageShape, classes, normalization);
    }

    private BatchLoader(
            NDManager manager,
            DataType type,
            ImageSource images,
            IntBuffer labels,
            int classes,
            Normalization normalization) {
        this.manager = manager;
        this.type = type;
        this.images = images;
        this.labels = labels.slice();
        this.classes = classes;
        this.targets = Targets.ONE_HOT;
        this.scale = normalization.scale(manager, type);
        this.offset = normalization.offset(manager, type);
    }

    private BatchLoader(BatchLoader other, Targets targets) {
        this.manager = other.manager;
        this.type = other.type;
        this.images = other.images;
        this.labels = other.labels;
        this.classes = other.classes;
        this.targets = targets;
        this.scale = other.scale;
        this.offset = other.offset;
    }

    /** Loads the same images with other targets. Use both loaders by turns only: they share their buffers. */
    public BatchLoader with(Targets others) {
        return new BatchLoader(this, others);
    }

    /** As the constructor, with a copy of all images on the device. */
    public static BatchLoader onDevice(
            NDManager manager,
            DataType type,
            ImageBytes images,
            IntBuffer labels,
            Shape imageShape,
            int classes,
            Normalization normalization) {
        return new BatchLoader(
                manager, type, new DeviceImages(images, imageShape, manager), labels, classes, normalization);
    }

    /** As above, for images in memory. */
    public static BatchLoader onDevice(
            NDManager manager,
            DataType type,
            ByteBuffer images,
            IntBuffer labels,
            Shape imageShape,
            int classes,
            Normalization normalization) {
        return onDevice(manager, type, ImageBytes.of(images), labels, imageShape, classes, normalization);
    }

    /**
     * Loads the images {@code order[from]} to {@code order[to - 1]}. Call it inside an {@code NDScope}, which owns the
     * batch.
     *
     * @param order is not changed later: the next batch of the same order is prepared in advance
     * @param epoch counted from 0; varies the augmentation
     */
    public Batch load(int[] order, int from, int to, int epoch, Augmentation augmentation) {
        Choice choice = new Choice(order, from, to, epoch, augmentation);
        int[] chosen = new int[choice.count()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = labels.get(choice.image(i));
        }
        NDArray bytes = images.load(choice, manager);
        NDArray images_BCHW = bytes.toType(type, true).muli(scale).addi(offset);
        Batch batch = new Batch(images_BCHW, targets.of(chosen, classes, manager, type), targets.weighted());
        return augmentation.mixes() && batch.size() > 1 ? batch.mixed(augmentation.share(epoch, from)) : batch;
    }
}
