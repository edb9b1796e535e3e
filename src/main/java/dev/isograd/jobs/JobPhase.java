package dev.isograd.jobs;

/** What a running job is doing. */
enum JobPhase {
    STARTING,
    TRAINING,
    FINALIZING
}
