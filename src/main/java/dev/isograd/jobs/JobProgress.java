package dev.isograd.jobs;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a training.
 *
 * @param epoch the current epoch, counted from 1; after the end of the training, the last epoch
 * @param step completed steps, over the whole training
 */
public record JobProgress(
        int epoch,
        int epochs,
        long step,
        long steps,
        @Nullable Long etaSeconds) {

    /** Returns the fraction of completed steps, from 0 to 1, rounded to four digits. */
    public double fraction() {
        double fraction = steps == 0 ? 0 : Math.min(1, (double) step / steps);
        return Math.round(fraction * 10_000) / 10_000.0;
    }
}
