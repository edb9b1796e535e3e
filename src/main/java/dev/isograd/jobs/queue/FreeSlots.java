package dev.isograd.jobs.queue;

/**
 * The slots that a worker offers.
 *
 * @param worker id of the worker
 * @param device kind of device, such as {@code cpu}
 * @param total all slots of the worker
 * @param free slots that are not in use
 */
public record FreeSlots(String worker, String device, int total, int free) {

    public FreeSlots {
        if (free < 0 || free > total) {
            throw new IllegalArgumentException("%d free slots of %d".formatted(free, total));
        }
    }

    /** Returns the slots of a worker that has a single slot, which is free. */
    public static FreeSlots one(String worker, String device) {
        return new FreeSlots(worker, device, 1, 1);
    }
}
