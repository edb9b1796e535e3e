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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job, as the API returns it. */
record JobResponse(
        String id,

        @Schema(examples = {"training", "import"}) JobKind kind,

        String name,
        String project,
        Map<String, String> labels,
        int priority,
        String notes,
        boolean archived,

        @Schema(description = "Who submitted it; null for jobs of versions that did not record it.") @Nullable
        OwnerResponse owner,

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
            Job job,
            List<JobAttempt> attempts,
            @Nullable String blockedBy,
            @Nullable Instant restorableUntil,
            @Nullable OwnerResponse owner,
            Content content) {
        return new JobResponse(
                job.id(),
                job.kind(),
                job.name(),
                job.project(),
                job.labels(),
                job.priority(),
                job.notes(),
                job.archived(),
                owner,
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
                content.spec(),
                content.result(),
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

    /** The account that submitted a job. */
    @Schema(name = "JobOwner")
    record OwnerResponse(String id, String name) {}

    /** The spec and the result, whole or as far as a list of jobs shows them. */
    record Content(Map<String, Object> spec, @Nullable Map<String, Object> result) {

        private static final Set<String> IN_LISTS =
                Set.of("dataset", "network", "split", "rule", "optimizer", "epochs", "batchSize", "seed", "device");

        static Content whole(Job job) {
            return new Content(job.spec(), ResultFiles.withoutKeys(job.result()));
        }

        /** Leaves out lists, tables and texts of the result, and the parts of the spec that seldom differ. */
        static Content summary(Job job) {
            Map<String, Object> spec = new LinkedHashMap<>(job.spec());
            spec.keySet().removeIf(field -> job.kind() == JobKind.TRAINING && !IN_LISTS.contains(field));
            Map<String, Object> result = ResultFiles.withoutKeys(job.result());
            if (result != null) {
                result.values().removeIf(value -> !(value instanceof Number));
            }
            return new Content(spec, result);
        }
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
