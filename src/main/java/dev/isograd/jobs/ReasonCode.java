package dev.isograd.jobs;

import java.util.Locale;

/** Why a job ended or stopped, who is at fault, and whether a retry can help. */
public enum ReasonCode {
    USER_CANCEL(Fault.USER, false),
    /** Other variants of its comparison do better. */
    STOPPED_EARLY(Fault.USER, false),
    OOM_DEVICE(Fault.USER, false),
    OOM_HOST(Fault.USER, false),
    DIVERGED(Fault.USER, false),
    DATA_ERROR(Fault.USER, false),
    BAD_SPEC(Fault.USER, false),
    /** The GPU or its driver failed; another GPU may work. */
    GPU_FAULT(Fault.PLATFORM, true),
    NATIVE_CRASH(Fault.PLATFORM, true),
    HUNG(Fault.PLATFORM, true),
    WORKER_LOST(Fault.PLATFORM, true),
    PREEMPTED(Fault.PLATFORM, true),
    TIMEOUT_RUN(Fault.USER, false),
    TIMEOUT_QUEUE(Fault.PLATFORM, true),
    DISK_FULL(Fault.PLATFORM, true),
    STORAGE_ERROR(Fault.PLATFORM, true),
    QUOTA(Fault.USER, false),
    CRASH_LOOP(Fault.PLATFORM, false),
    INTERNAL(Fault.PLATFORM, true);

    private final Fault fault;
    private final boolean retryable;

    ReasonCode(Fault fault, boolean retryable) {
        this.fault = fault;
        this.retryable = retryable;
    }

    public Fault fault() {
        return fault;
    }

    public boolean retryable() {
        return retryable;
    }

    /** The side that must change something before the same job can succeed. */
    public enum Fault {
        USER,
        PLATFORM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
