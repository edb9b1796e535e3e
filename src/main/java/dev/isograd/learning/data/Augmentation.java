package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;

/**
 * Random changes to training images; they depend only on seed, epoch and key of the image. The key is its index, or its position
 * in the epoch where an epoch repeats images.
 *
 * @param flip whether half of the images are mirrored
 * @param cropPadding largest shift in pixels
 * @param operations number of random operations of {@link RandAugment} on each image
 * @param magnitude strength of these operations
 * @param erasing probability that a rectangle of an image becomes black
 * @param mixup parameter of the Beta distribution of {@link #share}; 0 mixes no images
 * @param repeats whether an epoch repeats images
 */
public record Augmentation(
        long seed,
        boolean flip,
        int cropPadding,
        int operations,
        int magnitude,
        double erasing,
        double mixup,
        boolean repeats) {

    /** No augmentation, for test images. */
    public static final Augmentation NONE = new Augmentation(0, false, 0);

    /** Flips and crops only. */
    public Augmentation(long seed, boolean flip, int cropPadding) {
        this(seed, flip, cropPadding, 0, 0, 0, 0, false);
    }

    /** Draws the placement of an image in an epoch, both counted from 0. */
    public Placement placement(int epoch, int image) {
        if (!flip && cropPadding == 0) {
            return Placement.AS_IS;
        }
        RandomStream random = RandomStream.counted(seed, "augmentation", epoch, image);
        boolean mirrored = flip && random.nextLong() < 0;
        int down = random.nextInt(2 * cropPadding + 1) - cropPadding;
        int right = random.nextInt(2 * cropPadding + 1) - cropPadding;
        return new Placement(mirrored, down, right);
    }

    /** Whether the levels of single images change, beyond flips and shifts. */
    public boolean changesPixels() {
        return operations > 0 || erasing > 0;
    }

    /** Changes the pixels of one placed image of an epoch. */
    void changePixels(Picture picture, int epoch, int image) {
        if (operations > 0) {
            RandAugment.apply(picture, operations, magnitude, RandomStream.counted(seed, "randaugment", epoch, image));
        }
        if (erasing > 0) {
            RandomErasing.apply(picture, erasing, RandomStream.counted(seed, "erasing", epoch, image));
        }
    }

    boolean mixes() {
        return mixup > 0;
    }

    /**
     * Draws the share of each image of a batch in its mixture with the next one: Beta(mixup, mixup), by Jöhnk's method.
     *
     * @param from position of the batch in the epoch
     */
    double share(int epoch, int from) {
        RandomStream random = RandomStream.counted(seed, "mixup", epoch, from);
        while (true) {
            // In logarithms, because powers of 1/mixup underflow if it is small.
            double x = StrictMath.log(1 - random.nextDouble()) / mixup;
            double y = StrictMath.log(1 - random.nextDouble()) / mixup;
            double larger = Math.max(x, y);
            double sum = larger + StrictMath.log(StrictMath.exp(x - larger) + StrictMath.exp(y - larger));
            if (sum <= 0) {
                return StrictMath.exp(x - sum);
            }
        }
    }

    /**
     * Flip and shift of one image.
     *
     * @param mirrored whether the image is flipped horizontally
     * @param down rows of black above the image; negative when its top is cut off
     * @param right columns of black before the (mirrored) image; negative when its left is cut off
     */
    public record Placement(boolean mirrored, int down, int right) {

        static final Placement AS_IS = new Placement(false, 0, 0);
    }
}
