package dev.isograd.learning.data;

/** Loads the batches of each epoch. The last one may be smaller than the others. */
public final class EpochBatches {

    private final BatchLoader loader;
    private final EpochOrder epochs;
    private final Augmentation augmentation;
    private final int batchSize;
    private final long stepsPerEpoch;

    private int[] order = {};
    private int orderedEpoch = -1;

    public EpochBatches(
            BatchLoader loader, EpochOrder epochs, Augmentation augmentation, int batchSize, long stepsPerEpoch) {
        this.loader = loader;
        this.epochs = epochs;
        this.augmentation = augmentation;
        this.batchSize = batchSize;
        this.stepsPerEpoch = stepsPerEpoch;
    }

    /**
     * Loads the batch of a step. Call it inside an {@code NDScope}, which owns the batch.
     *
     * @param stepsBefore steps done before, over the whole training
     */
    public Batch load(long stepsBefore) {
        int epoch = Math.toIntExact(stepsBefore / stepsPerEpoch);
        int[] images = order(epoch);
        int from = Math.toIntExact(stepsBefore % stepsPerEpoch) * batchSize;
        return loader.load(images, from, Math.min(from + batchSize, images.length), epoch, augmentation);
    }

    /** The image order of an epoch, computed once. */
    private int[] order(int epoch) {
        if (orderedEpoch != epoch) {
            order = epochs.order(epoch);
            orderedEpoch = epoch;
        }
        return order;
    }
}
