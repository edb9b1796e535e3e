package dev.isograd.jobs;

/** What a running job is doing. */
public enum JobPhase {
    STARTING,
    TRAINING,
    FINALIZING
}
