package dev.isograd.learning;

import org.jspecify.annotations.Nullable;

/**
 * How far a saved training has come.
 *
 * @param epoch epochs that have ended
 * @param step steps that have ended, over the whole training
 * @param testAccuracy of the last evaluation; null before the first one, as the loss
 */
public record TrainingPosition(
        int epoch,
        long step,
        @Nullable Double testAccuracy,
        @Nullable Double testLoss) {}
