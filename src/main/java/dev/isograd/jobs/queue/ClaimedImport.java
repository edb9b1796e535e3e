package dev.isograd.jobs.queue;

import dev.isograd.datasets.ImportSpec;
import dev.isograd.jobs.AttemptId;

/** An import that a worker has claimed; it starts from the beginning in every attempt. */
public record ClaimedImport(AttemptId attempt, String project, int slots, long estimatedBytes, ImportSpec spec)
        implements ClaimedJob {}
