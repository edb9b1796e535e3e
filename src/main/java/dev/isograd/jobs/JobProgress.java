package dev.isograd.jobs;

import org.jspecify.annotations.Nullable;

/**
 * How far a training has come.
 *
 * @param epoch the one under way, counted from 1; the last one once all have ended
 * @param step steps that have ended, over the whole run
 */
public record JobProgress(
        int epoch,
        int epochs,
        long step,
        long steps,
        @Nullable Long etaSeconds) {

    /** Share of all steps that have ended, 0 to 1, rounded to four digits. */
    public double fraction() {
        double fraction = steps == 0 ? 0 : Math.min(1, (double) step / steps);
        return Math.round(fraction * 10_000) / 10_000.0;
    }
}
