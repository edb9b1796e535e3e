package dev.isograd.jobs.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobKind;
import dev.isograd.jobs.JobLineage;
import dev.isograd.jobs.JobPhase;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.ResultFiles;
import dev.isograd.jobs.queue.JobAttempt;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job, as the API returns it. */
record JobResponse(
        String id,

        @Schema(examples = {"training", "import"}) JobKind kind,

        String name,
        String project,
        Map<String, String> labels,
        int priority,
        int slots,

        @Schema(description = "New states may be added; `isTerminal` tells whether the job has ended.")
        JobState state,

        @Nullable JobPhase phase,
        @JsonProperty("isTerminal") boolean isTerminal,
        @Nullable ReasonResponse reason,
        @Nullable String blockedBy,
        @Nullable ProgressResponse progress,
        int attempt,
        List<AttemptResponse> attempts,
        @Nullable JobLineage origin,
        @Schema(ref = "JobSpec") Map<String, Object> spec,
        @Nullable Map<String, Object> result,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "When it was deleted; only the list of deleted jobs has such jobs.") @Nullable
        Instant deletedAt,

        @Schema(description = "Until when a deleted job can be restored at least.") @Nullable
        Instant restorableUntil,

        String etag,
        Links links) {

    static JobResponse of(
            Job job, List<JobAttempt> attempts, @Nullable String blockedBy, @Nullable Instant restorableUntil) {
        return new JobResponse(
                job.id(),
                job.kind(),
                job.name(),
                job.project(),
                job.labels(),
                job.priority(),
                job.slots(),
                job.state(),
                job.phase(),
                job.state().isTerminal(),
                ReasonResponse.of(job.reason()),
                blockedBy,
                ProgressResponse.of(job.progress()),
                job.attempt(),
                attempts.stream().map(AttemptResponse::of).toList(),
                job.origin(),
                job.spec(),
                ResultFiles.withoutKeys(job.result()),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.deletedAt(),
                restorableUntil,
                job.etag(),
                Links.of(address(job.id())));
    }

    static String address(String id) {
        return "/api/v1/jobs/" + id;
    }

    /** Addresses of the job and its parts. */
    record Links(
            String self,
            String events,
            String metrics,
            String logs,
            String result,
            String cancel,
            String kill,
            String pause,
            String resume,
            String retry,
            String fork,
            String checkpoints,
            String stream) {
        static Links of(String self) {
            return new Links(
                    self,
                    self + "/events",
                    self + "/metrics",
                    self + "/logs",
                    self + "/result",
                    self + "/cancel",
                    self + "/kill",
                    self + "/pause",
                    self + "/resume",
                    self + "/retry",
                    self + "/fork",
                    self + "/checkpoints",
                    self + "/stream");
        }
    }

    /** The reason for the state of a job. */
    record ReasonResponse(
            ReasonCode code,
            String message,
            @Schema(examples = {"user", "platform"}) String fault,
            boolean retryable) {
        static @Nullable ReasonResponse of(@Nullable JobReason reason) {
            return reason == null
                    ? null
                    : new ReasonResponse(
                            reason.code(),
                            reason.message(),
                            reason.code().fault().word(),
                            reason.code().retryable());
        }
    }

    /** The progress of a training. */
    record ProgressResponse(
            int epoch,
            int epochs,
            long step,
            long steps,
            double fraction,
            @Nullable Long etaSeconds) {
        static @Nullable ProgressResponse of(@Nullable JobProgress p) {
            if (p == null) {
                return null;
            }
            return new ProgressResponse(p.epoch(), p.epochs(), p.step(), p.steps(), p.fraction(), p.etaSeconds());
        }
    }

    /** One attempt at a job. */
    record AttemptResponse(
            int number,
            String worker,
            String device,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String outcome) {
        static AttemptResponse of(JobAttempt attempt) {
            return new AttemptResponse(
                    attempt.id().number(),
                    attempt.worker(),
                    attempt.device(),
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.outcome());
        }
    }
}
