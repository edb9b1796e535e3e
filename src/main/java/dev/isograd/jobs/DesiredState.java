package dev.isograd.jobs;

/** The state that the user wants a running attempt to reach. */
public enum DesiredState {
    CONTINUE,
    /** Save a checkpoint and stop; the job may resume later. */
    PAUSE,
    /** Save a checkpoint and stop for good. */
    CANCEL,
    /** Stop immediately; progress since the last checkpoint is lost. */
    KILL
}
