package dev.isograd.learning.data;

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
        return (int) images_BCHW.getShape().get(0);
    }

    /** The first samples of this batch, as views. */
    public Batch first(int samples) {
        NDIndex rows = new NDIndex().addSliceDim(0, samples);
        return new Batch(images_BCHW.get(rows), labels_BC.get(rows));
    }
}
