package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;

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
}
