package dev.isograd.learning.data;

import dev.isograd.learning.random.RandomStream;

/** Takes each image once per epoch, in the order of a Fisher-Yates shuffle that depends only on seed and epoch. */
public record Sampler(long seed, int count) implements EpochOrder {

    @Override
    public int[] order(int epoch) {
        return shuffled(count, RandomStream.counted(seed, "order", epoch, 0));
    }

    /** The numbers from 0 to {@code count - 1} in random order. */
    static int[] shuffled(int count, RandomStream random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
