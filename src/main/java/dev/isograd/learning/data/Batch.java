package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * Images and labels of one step.
 *
 * @param images_BCHW normalised
 * @param labels_BC one-hot, of the images' type
 */
public record Batch(NDArray images_BCHW, NDArray labels_BC) {

    public int size() {
        return (int) images_BCHW.getShape().get(0);
    }

    public Batch first(int samples) {
        NDIndex rows = new NDIndex().addSliceDim(0, samples);
        return new Batch(images_BCHW.get(rows), labels_BC.get(rows));
    }
}
