package dev.isograd.jobs;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a job stands; {@link #canBecome} is the one table of legal transitions. */
public enum JobState {
    QUEUED,
    RUNNING,
    PAUSING,
    PAUSED,
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    // PAUSING and PAUSED are in the contract; nothing leads to them before checkpoints exist.
    private static final Map<JobState, Set<JobState>> LEGAL = new EnumMap<>(Map.of(
            QUEUED, EnumSet.of(RUNNING, CANCELLED, FAILED),
            RUNNING, EnumSet.of(QUEUED, CANCELLING, SUCCEEDED, FAILED),
            CANCELLING, EnumSet.of(SUCCEEDED, FAILED, CANCELLED)));

    public boolean isTerminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    boolean canBecome(JobState next) {
        return LEGAL.getOrDefault(this, Set.of()).contains(next);
    }
}
