package dev.isograd.learning.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * What a loss compares class scores with: one-hot labels, smoothed and weighted if wanted.
 *
 * @param smoothing share of each label that all classes have in equal parts, 0 to 1 (Szegedy et al. 2016, arXiv 1512.00567)
 * @param weights of the images of each class; empty if all weigh 1
 */
public record Targets(double smoothing, double[] weights) {

    /** One-hot labels. */
    public static final Targets ONE_HOT = new Targets(0, new double[0]);

    /**
     * Weights that make all classes count alike: N / (C n), where n of N images are of the class and C classes have images. Their mean
     * over the images is 1.
     */
    public static double[] balanced(IntBuffer labels, int[] images, int classes) {
        int[] counts = new int[classes];
        for (int image : images) {
            counts[labels.get(labels.position() + image)]++;
        }
        long present = Arrays.stream(counts).filter(count -> count > 0).count();
        double[] weights = new double[classes];
        for (int c = 0; c < classes; c++) {
            weights[c] = counts[c] == 0 ? 1 : images.length / ((double) present * counts[c]);
        }
        return weights;
    }

    boolean weighted() {
        return weights.length > 0;
    }

    /** Returns one row per label. */
    NDArray of(int[] labels, int classes, NDManager manager, DataType type) {
        NDArray rows_BC = manager.create(labels).oneHot(classes, type);
        if (smoothing > 0) {
            rows_BC = rows_BC.muli(1 - smoothing).addi(smoothing / classes);
        }
        if (weighted()) {
            double[] column = new double[labels.length];
            for (int i = 0; i < labels.length; i++) {
                column[i] = weights[labels[i]];
            }
            rows_BC = rows_BC.muli(
                    manager.create(column, new Shape(labels.length, 1)).toType(type, false));
        }
        return rows_BC;
    }
}
