package dev.isograd.worker;

/** Limits the characters of a process's output per second and counts the dropped lines. */
final class LogRateLimiter {

    private static final long SECOND = 1_000_000_000L;

    private final long charactersPerSecond;
    private long second;
    private long used;
    private long dropped;

    LogRateLimiter(long charactersPerSecond, long nanoTime) {
        this.charactersPerSecond = charactersPerSecond;
        this.second = nanoTime;
    }

    /** @param nanoTime the current {@link System#nanoTime} */
    synchronized boolean allows(int characters, long nanoTime) {
        if (nanoTime - second >= SECOND) {
            second = nanoTime;
            used = 0;
        }
        if (used + characters > charactersPerSecond) {
            dropped++;
            return false;
        }
        used += characters;
        return true;
    }

    /** Counts a line that was allowed but did not fit into the queue. */
    synchronized void countDropped() {
        dropped++;
    }

    /** Returns the number of lines dropped since the last call. */
    synchronized long takeDropped() {
        long lines = dropped;
        dropped = 0;
        return lines;
    }
}
