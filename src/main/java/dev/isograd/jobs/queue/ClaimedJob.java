package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobLineage;
import dev.isograd.learning.spec.TrainingSpec;
import org.jspecify.annotations.Nullable;

/** A job that a worker has claimed, with the slots that it occupies and the job that it was created from. */
public record ClaimedJob(
        AttemptId attempt,
        String project,
        int slots,
        TrainingSpec spec,
        @Nullable JobLineage origin) {}
