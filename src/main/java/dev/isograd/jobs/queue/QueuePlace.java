package dev.isograd.jobs.queue;

import org.jspecify.annotations.Nullable;

/**
 * Why a queued job has not been claimed yet.
 *
 * @param device kind of the slots that it waits for
 * @param delayed whether it is to wait before it is tried again
 * @param overQuota whether its project may not use as many slots more
 * @param quota slots that its project may use at once; null without a limit
 * @param ahead jobs of its project that come before it, counted up to {@link #MOST_COUNTED}
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

    /** In words for users. */
    public String blockedBy() {
        if (delayed) {
            return "waiting a while before it is tried again";
        }
        if (overQuota) {
            return "the project uses all of its %d slots".formatted(quota);
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
