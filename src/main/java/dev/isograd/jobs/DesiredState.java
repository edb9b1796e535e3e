package dev.isograd.jobs;

/** What is wanted of a running attempt. */
public enum DesiredState {
    CONTINUE,
    /** Stop, with a checkpoint, to go on later. */
    PAUSE,
    /** Stop, with a checkpoint, for good. */
    CANCEL,
    /** Stop at once; what is not saved is lost. */
    KILL
}
