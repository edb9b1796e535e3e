package dev.isograd.learning.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * Images and labels of one step.
 *
 * @param images_BCHW normalized images
 * @param labels_BC one-hot labels of the same data type
 */
public record Batch(NDArray images_BCHW, NDArray labels_BC) {

    /** Number of images. */
    public int size() {
        return (int) labels_BC.getShape().get(0);
    }

    /** The first samples of this batch, as views. */
    public Batch first(int samples) {
        NDIndex rows = new NDIndex().addSliceDim(0, samples);
        return new Batch(images_BCHW.get(rows), labels_BC.get(rows));
    }

    /** All images with the labels of the first samples, for a module, which reads its input instead of the images. */
    public Batch labelsOfFirst(int samples) {
        return new Batch(images_BCHW, labels_BC.get(new NDIndex().addSliceDim(0, samples)));
    }

    /** This batch with its labels on a device; images stay where the first module has them. */
    public Batch labelsOn(Device device) {
        return labels_BC.getDevice().equals(device) ? this : new Batch(images_BCHW, labels_BC.toDevice(device, false));
    }
}
