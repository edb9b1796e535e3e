package dev.isograd.worker;

import java.time.Duration;

/**
 * Makes a worker that cannot start trainings wait before its next claim: 1 s, then twice as long up to 64 s. A worker
 * with a full disk thus leaves the queue to the others.
 */
final class ClaimBackoff {

    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private int failures;
    private long end;

    /** @param started whether a training process could be started */
    synchronized void attemptEnded(boolean started, long now) {
        if (started) {
            failures = 0;
        } else {
            end = now + (FIRST_NANOS << Math.min(failures, MOST_DOUBLINGS));
            failures++;
        }
    }

    synchronized boolean isActive(long now) {
        return failures > 0 && now - end < 0;
    }
}
