package dev.isograd.attempts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The numbered entries of a pod until its worker has stored them. While the worker is away, lines above a limit are dropped,
 * and a child process waits with its messages.
 */
final class PodOutbox {

    private static final int MOST_ENTRIES = 20_000;
    private static final long MOST_BYTES = 1 << 20;

    private final Deque<PodEntry> entries = new ArrayDeque<>();
    private long stored;
    private long dropped;

    synchronized void add(PodEntry entry) throws InterruptedException {
        if (entry instanceof PodEntry.Line && entries.size() >= MOST_ENTRIES) {
            dropped++;
            return;
        }
        while (entries.size() >= MOST_ENTRIES + 1_000 && !(entry instanceof PodEntry.Exit)) {
            wait();
        }
        if (dropped > 0) {
            entries.add(new PodEntry.Line(true, dropped + " lines dropped while the worker was away"));
            dropped = 0;
        }
        entries.add(entry);
        notifyAll();
    }

    /**
     * Returns the next entries; none if there are no new ones within the time.
     *
     * @param received number of the last entry that the worker has received
     */
    synchronized PodBatch next(long received, long waitMillis) throws InterruptedException {
        if (stored + entries.size() <= received) {
            wait(waitMillis);
        }
        List<PodEntry> some = new ArrayList<>();
        long bytes = 0;
        Iterator<PodEntry> each = entries.iterator();
        for (long n = stored + 1; each.hasNext(); n++) {
            PodEntry entry = each.next();
            if (n > received && some.size() < AttemptProtocol.MOST_ENTRIES && bytes < MOST_BYTES) {
                some.add(entry);
                bytes += AttemptProtocol.write(entry).length;
            }
        }
        return new PodBatch(received + 1, stored, some);
    }

    /** Forgets entries that are stored; returns them. */
    synchronized List<PodEntry> stored(long last) {
        List<PodEntry> gone = new ArrayList<>();
        while (stored < last && !entries.isEmpty()) {
            gone.add(entries.remove());
            stored++;
        }
        notifyAll();
        return gone;
    }
}
