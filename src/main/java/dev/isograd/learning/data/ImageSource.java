package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Where the bytes of the images lie. All sources give the same bytes. */
interface ImageSource {

    /** Returns the images of a batch, augmented: bytes of shape BCHW on the device of the manager. */
    NDArray load(Choice choice, NDManager manager);
}
