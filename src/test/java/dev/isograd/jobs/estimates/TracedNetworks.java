package dev.isograd.jobs.estimates;

/** Counts the networks that estimates have traced. */
public final class TracedNetworks {

    private TracedNetworks() {}

    /** Estimates that have traced nothing. */
    public static Estimates newEstimates() {
        return new Estimates();
    }

    public static long of(Estimates estimates) {
        return estimates.traced();
    }
}
