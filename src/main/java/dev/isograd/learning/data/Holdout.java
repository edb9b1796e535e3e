package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The training images in two parts, drawn by class and seed: both have the classes in about the same proportions.
 *
 * @param learned indices of the images that are trained with, in ascending order
 * @param heldOut indices of the others, in ascending order
 */
public record Holdout(int[] learned, int[] heldOut) {

    /** @param count number of images to hold out */
    public static Holdout of(int[] labels, int classes, int count, long seed) {
        boolean[] out = new boolean[labels.length];
        int[][] images = ImagesOfClasses.of(labels, classes);
        int[] quotas = quotas(images, count, labels.length);
        for (int c = 0; c < classes; c++) {
            int[] shuffled = Sampler.shuffled(images[c].length, RandomStream.counted(seed, "validation", c, 0));
            for (int i = 0; i < quotas[c]; i++) {
                out[images[c][shuffled[i]]] = true;
            }
        }
        return new Holdout(
                IntStream.range(0, labels.length).filter(i -> !out[i]).toArray(),
                IntStream.range(0, labels.length).filter(i -> out[i]).toArray());
    }

    /** The largest remainders are rounded up. A class gives its last image only if all others have given theirs. */
    private static int[] quotas(int[][] images, int count, int all) {
        int[] quotas = new int[images.length];
        Arrays.setAll(quotas, c -> (int) ((long) images[c].length * count / all));
        int[] byRemainder = IntStream.range(0, images.length)
                .boxed()
                .sorted(Comparator.comparingLong(c -> -((long) images[c].length * count % all)))
                .mapToInt(Integer::intValue)
                .toArray();
        int left = count - Arrays.stream(quotas).sum();
        int kept = 1;
        while (left > 0) {
            int given = give(left, kept, quotas, byRemainder, images);
            left -= given;
            kept = given == 0 ? 0 : kept;
        }
        return quotas;
    }

    /** Raises each quota by 1 as long as images are left, and returns how many were given. */
    private static int give(int left, int kept, int[] quotas, int[] order, int[][] images) {
        int given = 0;
        for (int c : order) {
            if (given < left && quotas[c] + kept < images[c].length) {
                quotas[c]++;
                given++;
            }
        }
        return given;
    }
}
