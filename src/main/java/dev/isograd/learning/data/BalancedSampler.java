package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;

/**
 * Takes equally many images of each class: an epoch has as many images as there are, and the numbers of two classes differ by at
 * most 1. The images of a class come in random rounds, so none repeats before all of the class were taken.
 *
 * @param classes the images of each class, as indices; none of them is empty
 */
public record BalancedSampler(long seed, int[][] classes, int count) implements EpochOrder {

    /** @param labels the class of each image, 0 to {@code classes - 1}; a class may have no images */
    public static BalancedSampler of(long seed, int[] labels, int classes) {
        return new BalancedSampler(seed, ImagesOfClasses.present(labels, classes), labels.length);
    }

    @Override
    public int[] order(int epoch) {
        int[] taken = new int[count];
        int[] places = Sampler.shuffled(count, RandomStream.counted(seed, "order", epoch, 0));
        // The classes that have one image more differ by epoch.
        int[] turn = Sampler.shuffled(classes.length, RandomStream.counted(seed, "turn", epoch, 0));
        int place = 0;
        for (int c = 0; c < classes.length; c++) {
            int[] images = classes[c];
            RandomStream random = RandomStream.counted(seed, "balanced", epoch, c);
            int wanted = count / classes.length + (turn[c] < count % classes.length ? 1 : 0);
            int[] round = {};
            for (int i = 0; i < wanted; i++) {
                int at = i % images.length;
                round = at == 0 ? Sampler.shuffled(images.length, random) : round;
                taken[places[place++]] = images[round[at]];
            }
        }
        return taken;
    }
}
