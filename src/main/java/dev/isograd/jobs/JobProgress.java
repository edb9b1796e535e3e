package dev.isograd.jobs;

import org.jspecify.annotations.Nullable;

/**
 * How far a training has come.
 *
 * @param epoch epochs that have ended
 * @param step steps that have ended, over the whole run
 */
public record JobProgress(
        int epoch,
        int epochs,
        long step,
        long steps,
        @Nullable Long etaSeconds) {}
