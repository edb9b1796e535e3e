package dev.isograd.learning.data;

/** The images of each epoch, in the order in which batches take them. */
@FunctionalInterface
public interface EpochOrder {

    /** Returns the image indices of an epoch, counted from 0; a new array each time. */
    int[] order(int epoch);

    /**
     * The same order of other images.
     *
     * @param images what each index stands for
     * @param length number of images that batches take; the rest of each epoch is left out
     */
    default EpochOrder of(int[] images, int length) {
        return epoch -> {
            int[] order = order(epoch);
            int[] taken = new int[length];
            for (int i = 0; i < length; i++) {
                taken[i] = images[order[i]];
            }
            return taken;
        };
    }
}
