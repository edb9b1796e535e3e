package dev.isograd.jobs;

import dev.isograd.learning.spec.TrainingSpec;

/** A job that a worker has taken from the queue. */
public record ClaimedJob(AttemptId attempt, String project, TrainingSpec spec) {}
