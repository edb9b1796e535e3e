package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.data.Augmentation.Placement;
import java.nio.ByteBuffer;

/**
 * All images in one array on the device, where batches are gathered, flipped and shifted: only indices cross to the device. Suffixes of
 * arrays: B images, C channels, H rows, W columns, P positions.
 */
final class DeviceImages implements ImageSource {

    private static final int POSITION_AXIS = 2;

    /** Bytes copied to the device at a time. */
    private static final int CHUNK = 1 << 26;

    private final NDArray images_NCP;
    private final Shape imageShape;
    private final HostImages host;

    /**
     * @param images bytes of shape (count, channels, height, width)
     * @param imageShape channels, height, width
     * @param manager owns the array
     */
    DeviceImages(ImageBytes images, Shape imageShape, NDManager manager) {
        this.imageShape = imageShape;
        this.host = new HostImages(images, imageShape);
        this.images_NCP = manager.create(shape(images.size() / imageShape.size()), DataType.UINT8);
        copy(images, manager);
    }

    /** In parts, because a set may have more bytes than a buffer. */
    private void copy(ImageBytes images, NDManager manager) {
        long count = images_NCP.getShape().get(0);
        long step = Math.clamp(CHUNK / imageShape.size(), 1, count);
        ByteBuffer chunk = ByteBuffer.allocateDirect(Math.toIntExact(step * imageShape.size()));
        for (long from = 0; from < count; from += step) {
            long to = Math.min(count, from + step);
            chunk.clear().limit(Math.toIntExact((to - from) * imageShape.size()));
            images.read(from * imageShape.size(), chunk);
            try (NDArray part = manager.create(chunk.flip(), shape(to - from), DataType.UINT8)) {
                images_NCP.set(new NDIndex().addSliceDim(from, to), part);
            }
        }
    }

    private Shape shape(long count) {
        return new Shape(count, imageShape.get(0), imageShape.get(1) * imageShape.get(2));
    }

    @Override
    public NDArray load(Choice choice, NDManager manager) {
        if (choice.augmentation().changesPixels()) {
            // The host computes these changes faster than a device could: each image has its own.
            return host.load(choice, manager);
        }
        long[] chosen = new long[choice.count()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = choice.image(i);
        }
        NDArray batch_BCP = images_NCP.get(manager, new NDIndex("{}", manager.create(chosen)));
        Shape shape = new Shape(choice.count()).addAll(imageShape);
        return isAsIs(choice)
                ? batch_BCP.reshape(shape)
                : placed(batch_BCP, choice, manager).reshape(shape);
    }

    private static boolean isAsIs(Choice choice) {
        return !choice.augmentation().flip() && choice.augmentation().cropPadding() == 0;
    }

    /** Every position takes the number of its source; positions whose source lies outside the image are black. */
    private NDArray placed(NDArray batch_BCP, Choice choice, NDManager manager) {
        int count = choice.count();
        long[] down = new long[count];
        long[] right = new long[count];
        long[] mirrored = new long[count];
        for (int i = 0; i < count; i++) {
            Placement placement = choice.placement(i);
            down[i] = placement.down();
            right[i] = placement.right();
            mirrored[i] = placement.mirrored() ? 1 : 0;
        }
        long height = imageShape.get(1);
        long width = imageShape.get(2);
        Shape perImage = new Shape(count, 1);
        NDArray row_BH = positions(height, manager).sub(manager.create(down, perImage));
        NDArray column_BW = positions(width, manager).sub(manager.create(right, perImage));
        NDArray inside_BHW = inside(row_BH, height)
                .expandDims(2)
                .logicalAnd(inside(column_BW, width).expandDims(1));
        NDArray mirrored_B1 = manager.create(mirrored, perImage);
        // at + mirrored (width - 1 - 2 at), which is width - 1 - at in a mirrored image.
        NDArray source_BW = column_BW.add(mirrored_B1.mul(column_BW.mul(-2).add(width - 1)));
        NDArray source_BHW = row_BH.clip(0, height - 1)
                .mul(width)
                .expandDims(2)
                .add(source_BW.clip(0, width - 1).expandDims(1));
        Shape perPosition = new Shape(count, 1, height * width);
        NDArray source_BCP = source_BHW.reshape(perPosition).broadcast(batch_BCP.getShape());
        NDArray visible_B1P = inside_BHW.reshape(perPosition).toType(DataType.UINT8, false);
        return batch_BCP.gather(source_BCP, POSITION_AXIS).mul(visible_B1P);
    }

    private static NDArray positions(long count, NDManager manager) {
        return manager.arange(0, count, 1, DataType.INT64).reshape(1, count);
    }

    private static NDArray inside(NDArray position, long count) {
        return position.gte(0).logicalAnd(position.lt(count));
    }
}
