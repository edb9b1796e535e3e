package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;

/** Random flips and crops of training images; they depend only on seed, epoch and index of the image. */
public record Augmentation(long seed, boolean flip, int cropPadding) {

    /** No augmentation, for test images. */
    public static final Augmentation NONE = new Augmentation(0, false, 0);

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
