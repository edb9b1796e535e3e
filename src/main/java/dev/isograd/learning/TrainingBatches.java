package dev.isograd.learning;

import dev.isograd.learning.StepsUnderWay.Step;
import dev.isograd.learning.data.Augmentation;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.data.BatchLoader;
import dev.isograd.learning.data.EpochOrder;

/** Loads the batch of each step. The last one of an epoch may be smaller than the others. */
final class TrainingBatches {

    private final BatchLoader loader;
    private final EpochOrder epochs;
    private final Augmentation augmentation;
    private final int batchSize;
    private final long stepsPerEpoch;

    private int[] order = {};
    private int orderedEpoch = -1;

    TrainingBatches(TrainingSetup setup) {
        this.loader = setup.data().training();
        this.epochs = setup.data().order();
        this.augmentation = setup.data().augmentation();
        this.batchSize = setup.batchSize();
        this.stepsPerEpoch = setup.stepsPerEpoch();
    }

    /** Call it inside an {@code NDScope}, which owns the batch. */
    Batch of(Step step) {
        int[] images = order(step.epoch());
        int from = Math.toIntExact(step.before() % stepsPerEpoch) * batchSize;
        return loader.load(images, from, Math.min(from + batchSize, images.length), step.epoch(), augmentation);
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
