package dev.isograd.learning.data;

import java.util.Arrays;

/** Sorts images by their class. */
final class ImagesOfClasses {

    private ImagesOfClasses() {}

    /** The indices of each class in ascending order. */
    static int[][] of(int[] labels, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] images = new int[classes][];
        Arrays.setAll(images, c -> new int[counts[c]]);
        for (int i = labels.length - 1; i >= 0; i--) {
            images[labels[i]][--counts[labels[i]]] = i;
        }
        return images;
    }

    /** As above, without classes that have no images. */
    static int[][] present(int[] labels, int classes) {
        return Arrays.stream(of(labels, classes))
                .filter(images -> images.length > 0)
                .toArray(int[][]::new);
    }
}
