package dev.isograd.learning.spec;

import java.util.Map;

/**
 * What a spec must fit of its data set.
 *
 * @param trainingImages number of images that the batches of an epoch are drawn from
 * @param height pixels of every image, as the width
 * @param channels of every image
 */
public record DatasetSize(int trainingImages, int height, int width, int channels) {

    /** Images of one channel. */
    public DatasetSize(int trainingImages, int height, int width) {
        this(trainingImages, height, width, 1);
    }

    /** Adds a problem for each field of the tree that does not fit, unless the field is already known to be wrong. */
    void check(Map<String, ?> tree, SpecProblems problems) {
        if (tree.get("batchSize") instanceof Number batch
                && !problems.contain("/batchSize")
                && batch.doubleValue() > learned(tree)) {
            problems.add(
                    "/batchSize", "must be at most %d, the number of training images".formatted(learned(tree)), batch);
        }
        if (tree.get("batchSize") instanceof Number batch
                && !problems.contain("/batchSize")
                && batch.doubleValue() > largestBatch()) {
            problems.add(
                    "/batchSize",
                    "must be at most %d, because a batch of these images may have 2 GiB".formatted(largestBatch()),
                    batch);
        }
        if (learned(tree) < TrainingSpec.SMALLEST_BATCH && tree.get("validationFraction") instanceof Number fraction) {
            problems.add(
                    "/validationFraction",
                    "must leave at least %d of the %d training images to learn from"
                            .formatted(TrainingSpec.SMALLEST_BATCH, trainingImages),
                    fraction);
        }
        if (DependentDefaults.network(tree) instanceof NetworkSpec.Vit vit && !isDividedBy(vit.patch())) {
            problems.add(
                    "/network/patch",
                    "must divide the height and the width of the images, %d and %d".formatted(height, width),
                    vit.patch());
        }
    }

    /** Images that are left to learn from if the tree asks for validation images. */
    int learned(Map<String, ?> tree) {
        double fraction = tree.get("validationFraction") instanceof Number number ? number.doubleValue() : 0;
        // A wrong fraction has a problem of its own.
        return fraction > 0 && fraction < 1
                ? trainingImages - TrainingSpec.heldOut(fraction, trainingImages)
                : trainingImages;
    }

    /** The bytes of a batch are one array. */
    int largestBatch() {
        return (int) Math.min(Integer.MAX_VALUE / ((long) height * width * channels), Integer.MAX_VALUE);
    }

    boolean isDividedBy(int side) {
        return height % side == 0 && width % side == 0;
    }
}
