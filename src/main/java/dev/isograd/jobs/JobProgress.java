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
        @Nullable Long etaSeconds) {}
