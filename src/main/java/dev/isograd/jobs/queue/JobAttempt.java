package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job on one worker.
 *
 * @param outcome a terminal state, or the reason why the job returned to the queue
 */
public record JobAttempt(
        AttemptId id,
        String worker,
        String device,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String outcome) {}
