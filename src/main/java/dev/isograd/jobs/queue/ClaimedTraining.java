package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobLineage;
import dev.isograd.learning.spec.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * A training that a worker has claimed, with the job that it was created from.
 *
 * @param estimatedBytes memory that each of its devices must have; 0 if unknown
 */
public record ClaimedTraining(
        AttemptId attempt,
        String project,
        int slots,
        long estimatedBytes,
        TrainingSpec spec,
        @Nullable JobLineage origin)
        implements ClaimedJob {}
