package dev.isograd.learning;

import org.jspecify.annotations.Nullable;

/**
 * The position of a saved state in its training.
 *
 * @param epoch number of completed epochs
 * @param step number of completed steps, over the whole training
 * @param testAccuracy accuracy of the last evaluation, 0 to 1; null before the first one, as the loss
 */
public record TrainingPosition(
        int epoch,
        long step,
        @Nullable Double testAccuracy,
        @Nullable Double testLoss) {}
