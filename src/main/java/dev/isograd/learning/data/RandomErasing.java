package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;

/**
 * Makes a random rectangle of an image black (Zhong et al. 2020, arXiv 1708.04896): 2 to 33 % of its area, with sides in a ratio
 * of 0.3 to 3.3.
 */
final class RandomErasing {

    private static final double SMALLEST_AREA = 0.02;
    private static final double LARGEST_AREA = 0.33;
    private static final double SMALLEST_RATIO = 0.3;
    private static final double LARGEST_RATIO = 3.3;

    /** A rectangle may not fit into the image; after so many that do not, the image stays as it is. */
    private static final int TRIES = 10;

    private RandomErasing() {}

    /** @param probability that the image is changed at all */
    static void apply(Picture picture, double probability, RandomStream random) {
        if (random.nextDouble() >= probability) {
            return;
        }
        for (int i = 0; i < TRIES; i++) {
            double area = picture.pixels() * between(SMALLEST_AREA, LARGEST_AREA, random);
            double ratio =
                    StrictMath.exp(between(StrictMath.log(SMALLEST_RATIO), StrictMath.log(LARGEST_RATIO), random));
            int high = (int) Math.round(Math.sqrt(area * ratio));
            int wide = (int) Math.round(Math.sqrt(area / ratio));
            if (high > 0 && wide > 0 && high < picture.height() && wide < picture.width()) {
                int top = random.nextInt(picture.height() - high + 1);
                int left = random.nextInt(picture.width() - wide + 1);
                picture.erase(top, left, high, wide);
                return;
            }
        }
    }

    private static double between(double low, double high, RandomStream random) {
        return low + (high - low) * random.nextDouble();
    }
}
