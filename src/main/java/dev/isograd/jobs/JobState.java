package dev.isograd.jobs;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The state of a job, with the table of legal transitions that {@link #canBecome} reads. */
public enum JobState {
    QUEUED,
    RUNNING,
    PAUSING,
    PAUSED,
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    private static final Map<JobState, Set<JobState>> LEGAL = new EnumMap<>(Map.of(
            QUEUED, EnumSet.of(RUNNING, PAUSED, CANCELLED, FAILED),
            RUNNING, EnumSet.of(QUEUED, PAUSING, CANCELLING, SUCCEEDED, FAILED),
            PAUSING, EnumSet.of(PAUSED, CANCELLING, SUCCEEDED, FAILED),
            PAUSED, EnumSet.of(QUEUED, CANCELLED),
            CANCELLING, EnumSet.of(SUCCEEDED, FAILED, CANCELLED)));

    public boolean isTerminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    /** Returns true while an attempt holds slots. */
    public boolean isActive() {
        return this == RUNNING || this == PAUSING || this == CANCELLING;
    }

    /** Returns what a job in this state requires of its attempt. */
    public DesiredState desiredState(boolean killRequested) {
        return switch (this) {
            case RUNNING -> DesiredState.CONTINUE;
            case PAUSING -> DesiredState.PAUSE;
            case CANCELLING -> killRequested ? DesiredState.KILL : DesiredState.CANCEL;
            case QUEUED, PAUSED, SUCCEEDED, FAILED, CANCELLED ->
                throw new IllegalStateException(this + " has no running attempt");
        };
    }

    boolean canBecome(JobState next) {
        return LEGAL.getOrDefault(this, Set.of()).contains(next);
    }
}
