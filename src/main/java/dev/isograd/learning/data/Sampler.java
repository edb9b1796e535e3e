package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;

/** The order of the images in each epoch: a Fisher-Yates shuffle that depends only on seed and epoch. */
public record Sampler(long seed, int count) {

    /** Returns the image indices in the order of an epoch, counted from 0. */
    public int[] order(int epoch) {
        int[] order = new int[count];
        RandomStream random = RandomStream.counted(seed, "order", epoch, 0);
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
