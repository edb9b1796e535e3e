package dev.isograd.jobs;

import dev.isograd.learning.spec.TrainingSpec;

/** A job that a worker has taken from the queue, with the slots that it takes up there. */
public record ClaimedJob(AttemptId attempt, String project, int slots, TrainingSpec spec) {}
