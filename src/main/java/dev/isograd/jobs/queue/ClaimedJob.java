package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobLineage;
import dev.isograd.learning.spec.TrainingSpec;
import org.jspecify.annotations.Nullable;

/** A job that a worker has taken from the queue, with the slots that it takes up there and what it was made from. */
public record ClaimedJob(
        AttemptId attempt,
        String project,
        int slots,
        TrainingSpec spec,
        @Nullable JobLineage origin) {}
