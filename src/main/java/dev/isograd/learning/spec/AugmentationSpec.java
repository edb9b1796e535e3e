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
        int cropPadding) {}
