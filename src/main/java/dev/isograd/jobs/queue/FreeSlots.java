package dev.isograd.jobs.queue;

/**
 * What a worker has to offer.
 *
 * @param worker its id
 * @param device kind of device, such as {@code cpu}
 * @param total slots it has
 * @param free slots among them that are not in use
 */
public record FreeSlots(String worker, String device, int total, int free) {

    public FreeSlots {
        if (free < 0 || free > total) {
            throw new IllegalArgumentException("%d free slots of %d".formatted(free, total));
        }
    }

    /** A worker with one slot, which is free. */
    public static FreeSlots one(String worker, String device) {
        return new FreeSlots(worker, device, 1, 1);
    }
}
