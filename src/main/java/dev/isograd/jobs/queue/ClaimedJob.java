package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;

/** A job that a worker has claimed, with the slots that it occupies. */
public sealed interface ClaimedJob permits ClaimedTraining, ClaimedImport {

    AttemptId attempt();

    String project();

    int slots();

    /** Memory that each of its devices must have; 0 if unknown. */
    long estimatedBytes();
}
