package dev.isograd.attempts;

import java.util.List;

/**
 * Entries that a pod sends together.
 *
 * @param first number of the first entry; the first of all is 1
 * @param stored number up to which the pod knows that its entries are stored; a worker that was restarted expects the next
 */
public record PodBatch(long first, long stored, List<PodEntry> entries) {

    public PodBatch {
        entries = List.copyOf(entries);
    }
}
