package dev.isograd.learning.spec;

/** Random changes to training images. */
@Help(title = "Augmentation", value = "Random changes to training images; test images stay as they are.")
public record AugmentationSpec(
        @Option(help = "Mirror half of the images left to right.", defaultValue = "false")
        boolean flip,

        @Option(
                help = "Pad by this many pixels, then crop to size at a random place.",
                defaultValue = "0",
                min = 0,
                max = 64)
        int cropPadding) {}
