package dev.isograd.learning.spec;

/** Random changes to training images. */
@Help(title = "Augmentation", value = "Random changes to training images; test images are not changed.")
public record AugmentationSpec(
        @Option(help = "Flip each image horizontally with probability 1/2.", defaultValue = "false")
        boolean flip,

        @Option(
                help = "Pad by this many pixels, then crop to the original size at a random position.",
                defaultValue = "0",
                min = 0,
                max = 64)
        int cropPadding,

        @Option(
                help =
                        "Number of random operations on each image, as in RandAugment: shear, shift, rotation, brightness, "
                                + "color, contrast, sharpness, posterizing, solarizing, auto-contrast, equalizing, or none. "
                                + "2 is usual; 0 switches them off.",
                defaultValue = "0",
                min = 0,
                max = 8)
        int randAugment,

        @Option(
                help = "Strength of the operations of randAugment, from 0 to 30.",
                defaultValue = "9",
                min = 0,
                max = 30)
        int magnitude,

        @Option(
                help = "Probability that a random rectangle of 2 to 33 % of an image becomes black.",
                defaultValue = "0",
                min = 0,
                max = 1)
        double randomErasing,

        @Option(
                help = "Mix each image and its label with another one of the batch, in shares drawn from "
                        + "Beta(mixup, mixup) for each batch. 0.2 is usual; 0 switches it off. "
                        + "train.accuracy then counts the label with the larger share.",
                defaultValue = "0",
                min = 0,
                max = 1)
        double mixup) {

    /** Flips and crops only. */
    public AugmentationSpec(boolean flip, int cropPadding) {
        this(flip, cropPadding, 0, 9, 0, 0);
    }
}
