package dev.isograd.jobs;

/** The stage of a running job. */
public enum JobPhase {
    STARTING,
    TRAINING,
    IMPORTING,
    FINALIZING
}
