package dev.isograd.jobs.queue;

import org.jspecify.annotations.Nullable;

/**
 * Why a queued job has not been claimed yet.
 *
 * @param device kind of the slots that the job waits for
 * @param delayed whether the delay before the next attempt has not passed
 * @param overQuota whether the job would exceed the slot quota of its project
 * @param quota slots that the project may use at the same time; null if there is no limit
 * @param largest slots of the largest running worker with the device; 0 if none has it, null if no worker is running
 * @param estimatedBytes memory that each device must have; 0 if unknown
 * @param largestBytes largest such estimate that this many slots on one running worker take; null if none has as many
 * @param fault a device that would do, but is out of service, and why; null if there is none
 * @param ahead number of jobs of the project that precede the job and can run, counted up to {@link #MOST_COUNTED}
 */
public record QueuePlace(
        String job,
        String device,
        int slots,
        boolean delayed,
        boolean overQuota,
        @Nullable Integer quota,
        @Nullable Integer largest,
        long estimatedBytes,
        @Nullable Long largestBytes,
        @Nullable String fault,
        int ahead) {

    static final int MOST_COUNTED = 1000;

    /** Whether no running worker could take the job, even if it were the only one; false while no worker is running. */
    boolean isUnrunnable() {
        return largest != null && slots > largest || largestBytes != null && estimatedBytes > largestBytes;
    }

    /** Returns an explanation for users. */
    public String blockedBy() {
        if (quota != null && slots > quota) {
            return "needs %d slots, but the quota of the project is %d; cancel it and submit it with fewer slots"
                    .formatted(slots, quota);
        }
        if (largest != null && slots > largest) {
            return largest == 0 ? noDevice() : tooLarge(largest);
        }
        if (largestBytes != null && estimatedBytes > largestBytes) {
            return tooMuchMemory(largestBytes);
        }
        if (delayed) {
            return "waiting before the next attempt";
        }
        if (overQuota) {
            return "the project would exceed its quota of %d slots".formatted(quota);
        }
        return ahead == 0
                ? slot() + "; next in line"
                : "%s; %s %s ahead"
                        .formatted(
                                slot(),
                                ahead >= MOST_COUNTED ? MOST_COUNTED + " or more" : ahead,
                                ahead == 1 ? "job" : "jobs");
    }

    private String slot() {
        return slots == 1
                ? "waiting for a free " + kind()
                : "waiting for %d free %ss on one worker".formatted(slots, kind());
    }

    private String kind() {
        return "gpu".equals(device) ? "GPU slot" : "slot";
    }

    private String noDevice() {
        if (fault != null) {
            return "%s, but every one is out of service; one is %s".formatted(slot(), fault);
        }
        return "%s, but no running worker %s; start such a worker, or submit the job for another device"
                .formatted(slot(), "cpu".equals(device) ? "trains on the CPU" : "has a GPU");
    }

    private String tooLarge(int largestWorker) {
        return "needs %d %ss on one worker, but the largest has %d; start a larger worker, or submit it with fewer slots"
                .formatted(slots, kind(), largestWorker);
    }

    private String tooMuchMemory(long largestEstimate) {
        return "needs an estimated %,d MiB of GPU memory, but the running workers take at most %,d MiB; "
                        .formatted(mebibytesUp(estimatedBytes), Math.max(0, largestEstimate >> 20))
                + "start a worker with a larger GPU, or submit it with a smaller batch, more modules or another device";
    }

    /** Rounds up, so that an estimate never looks as if it fitted. */
    public static long mebibytesUp(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
