package dev.isograd.worker;

/** Lets so much of a process's output through each second and counts the lines that are dropped. */
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

    /** @param nanoTime now, on the clock of {@link System#nanoTime} */
    synchronized boolean lets(int characters, long nanoTime) {
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

    /** Of a line that was let through and found no room. */
    synchronized void countDropped() {
        dropped++;
    }

    /** Lines dropped since this was last asked. */
    synchronized long takeDropped() {
        long lines = dropped;
        dropped = 0;
        return lines;
    }
}
