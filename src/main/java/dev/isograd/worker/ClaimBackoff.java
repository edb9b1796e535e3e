package dev.isograd.worker;

import java.time.Duration;

/**
 * Lets a worker that cannot begin its trainings wait longer and longer before it takes the next job, so that one with a
 * full disk leaves the queue to those that are well.
 */
final class ClaimBackoff {

    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private int failures;
    private long end;

    /** @param begun whether an attempt could be begun */
    synchronized void note(boolean begun, long now) {
        if (begun) {
            failures = 0;
        } else {
            end = now + (FIRST_NANOS << Math.min(failures, MOST_DOUBLINGS));
            failures++;
        }
    }

    synchronized boolean isOn(long now) {
        return failures > 0 && now - end < 0;
    }
}
