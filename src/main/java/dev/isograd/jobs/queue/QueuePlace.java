package dev.isograd.jobs.queue;

import org.jspecify.annotations.Nullable;

/**
 * Why a queued job has not been claimed yet.
 *
 * @param device kind of the slots that the job waits for
 * @param delayed whether the delay before the next attempt has not passed
 * @param overQuota whether the job would exceed the slot quota of its project
 * @param quota slots that the project may use at the same time; null if there is no limit
 * @param ahead number of jobs of the project that precede the job, counted up to {@link #MOST_COUNTED}
 */
public record QueuePlace(
        String job,
        String device,
        int slots,
        boolean delayed,
        boolean overQuota,
        @Nullable Integer quota,
        int ahead) {

    static final int MOST_COUNTED = 1000;

    /** Returns an explanation for users. */
    public String blockedBy() {
        if (delayed) {
            return "waiting before the next attempt";
        }
        if (overQuota) {
            return "the project would exceed its quota of %d slots".formatted(quota);
        }
        String kind = "gpu".equals(device) ? "GPU slot" : "slot";
        String slot = slots == 1
                ? "waiting for a free " + kind
                : "waiting for %d free %ss on one worker".formatted(slots, kind);
        return ahead == 0
                ? slot + "; next in line"
                : "%s; %s %s ahead"
                        .formatted(
                                slot,
                                ahead >= MOST_COUNTED ? MOST_COUNTED + " or more" : ahead,
                                ahead == 1 ? "job" : "jobs");
    }
}
