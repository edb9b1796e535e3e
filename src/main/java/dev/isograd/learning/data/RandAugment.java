package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;

/**
 * Random operations on one image, all of the same strength (Cubuk et al. 2020, arXiv 1909.13719).
 *
 * <p>Each operation is drawn from the fourteen of {@link PictureOperation}, with replacement, and has a random direction.
 */
final class RandAugment {

    /** The strongest magnitude. */
    static final int STRONGEST = 30;

    private static final PictureOperation[] OPERATIONS = PictureOperation.values();

    private RandAugment() {}

    /**
     * Changes an image.
     *
     * @param operations number of operations, one after the other
     * @param magnitude 0 to {@link #STRONGEST}
     */
    static void apply(Picture picture, int operations, int magnitude, RandomStream random) {
        double strength = (double) magnitude / STRONGEST;
        for (int i = 0; i < operations; i++) {
            PictureOperation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
            operation.apply(picture, random.nextLong() < 0 ? -strength : strength);
        }
    }
}
