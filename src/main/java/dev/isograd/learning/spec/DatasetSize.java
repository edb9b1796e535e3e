package dev.isograd.learning.spec;

import java.util.Map;

/**
 * What a spec must fit of its data set.
 *
 * @param trainingImages number of images that the batches of an epoch are drawn from
 * @param height pixels of every image, as the width
 */
public record DatasetSize(int trainingImages, int height, int width) {

    /** Adds a problem for each field of the tree that does not fit, unless the field is already known to be wrong. */
    void check(Map<String, ?> tree, SpecProblems problems) {
        if (tree.get("batchSize") instanceof Number batch
                && !problems.contain("/batchSize")
                && batch.doubleValue() > trainingImages) {
            problems.add(
                    "/batchSize", "must be at most %d, the number of training images".formatted(trainingImages), batch);
        }
        if (DependentDefaults.network(tree) instanceof NetworkSpec.Vit vit && !isDividedBy(vit.patch())) {
            problems.add(
                    "/network/patch",
                    "must divide the height and the width of the images, %d and %d".formatted(height, width),
                    vit.patch());
        }
    }

    boolean isDividedBy(int side) {
        return height % side == 0 && width % side == 0;
    }
}
