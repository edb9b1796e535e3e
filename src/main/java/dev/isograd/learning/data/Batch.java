package dev.isograd.learning.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;

/**
 * Images and labels of one step.
 *
 * @param images_BCHW normalized images
 * @param labels_BC the share of each class in each image, of the same data type: one-hot, or a distribution if labels are
 *     smoothed or images mixed. A weighted image has its shares times its weight.
 * @param weighted whether images have weights, so that shares may not sum to 1
 */
public record Batch(NDArray images_BCHW, NDArray labels_BC, boolean weighted) {

    /** Images without weights: the labels of each sum to 1. */
    public Batch(NDArray images_BCHW, NDArray labels_BC) {
        this(images_BCHW, labels_BC, false);
    }

    /** Number of images. */
    public int size() {
        return (int) labels_BC.getShape().get(0);
    }

    /** The first samples of this batch, as views. */
    public Batch first(int samples) {
        NDIndex rows = new NDIndex().addSliceDim(0, samples);
        return new Batch(images_BCHW.get(rows), labels_BC.get(rows), weighted);
    }

    /** All images with the labels of the first samples, for a module, which reads its input instead of the images. */
    public Batch labelsOfFirst(int samples) {
        return new Batch(images_BCHW, labels_BC.get(new NDIndex().addSliceDim(0, samples)), weighted);
    }

    /** This batch with its labels on a device; images stay where the first module has them. */
    public Batch labelsOn(Device device) {
        return labels_BC.getDevice().equals(device)
                ? this
                : new Batch(images_BCHW, labels_BC.toDevice(device, false), weighted);
    }

    /** Mixes each image and its labels with the next, the last with the first; the image itself has the given share. */
    Batch mixed(double share) {
        return new Batch(mixed(images_BCHW, share), mixed(labels_BC, share), weighted);
    }

    private NDArray mixed(NDArray rows, double share) {
        NDArray rest = rows.get(new NDIndex().addSliceDim(1, size()));
        NDArray next = NDArrays.concat(new NDList(rest, rows.get(new NDIndex().addSliceDim(0, 1))), 0);
        return rows.mul(share).addi(next.muli(1 - share));
    }
}
