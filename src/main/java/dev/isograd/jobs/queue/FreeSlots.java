package dev.isograd.jobs.queue;

import java.util.Collections;
import java.util.List;

/**
 * The slots of one kind of device that a worker offers.
 *
 * @param worker id of the worker
 * @param device kind of device: {@code cpu} or {@code gpu}
 * @param all for each slot in service, the largest memory estimate in bytes of a job that it takes
 * @param unused the same of the slots that are not in use
 */
public record FreeSlots(String worker, String device, List<Long> all, List<Long> unused) {

    public FreeSlots {
        if (unused.size() > all.size()) {
            throw new IllegalArgumentException("%d free slots of %d".formatted(unused.size(), all.size()));
        }
        all = List.copyOf(all);
        unused = List.copyOf(unused);
    }

    /** Slots that take a job of any size. */
    public FreeSlots(String worker, String device, int total, int free) {
        this(worker, device, Collections.nCopies(total, Long.MAX_VALUE), Collections.nCopies(free, Long.MAX_VALUE));
    }

    /** Returns the slots of a worker that has a single slot, which is free. */
    public static FreeSlots one(String worker, String device) {
        return new FreeSlots(worker, device, 1, 1);
    }

    int total() {
        return all.size();
    }

    int free() {
        return unused.size();
    }
}
