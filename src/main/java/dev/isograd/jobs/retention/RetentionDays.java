package dev.isograd.jobs.retention;

import dev.isograd.http.MergePatch;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How many days after the end of a job a project keeps it and its data; null for ever. */
@MergePatch
@Schema(name = "Retention")
record RetentionDays(
        @Schema(description = "Jobs: then they are deleted, as by a user, and can be restored for a while.")
        @Min(1)
        @Max(MOST)
        @Nullable
        Integer jobDays,

        @Schema(description = "Files of trained networks, without the evaluation.") @Min(1) @Max(MOST) @Nullable
        Integer networkDays,

        @Schema(description = "Exported files, counted from the export.") @Min(1) @Max(MOST) @Nullable
        Integer exportDays,

        @Schema(description = "Checkpoints that are not pinned.") @Min(1) @Max(MOST) @Nullable
        Integer checkpointDays,

        @Schema(description = "Metrics over the steps; the final figures in the result stay.")
        @Min(1)
        @Max(MOST)
        @Nullable
        Integer metricDays,

        @Schema(description = "Log lines.") @Min(1) @Max(MOST) @Nullable
        Integer logDays) {

    static final int MOST = 36_500;

    @Nullable
    Integer of(JobData.Kind kind) {
        return switch (kind) {
            case NETWORKS -> networkDays;
            case EXPORTS -> exportDays;
            case CHECKPOINTS -> checkpointDays;
            case METRICS -> metricDays;
            case LOGS -> logDays;
        };
    }

    /** Returns these values with the changes that a request names; a null that is named means for ever. */
    RetentionDays with(RetentionDays changes, Map<String, @Nullable Object> named) {
        return new RetentionDays(
                choose("jobDays", named, changes, RetentionDays::jobDays),
                choose("networkDays", named, changes, RetentionDays::networkDays),
                choose("exportDays", named, changes, RetentionDays::exportDays),
                choose("checkpointDays", named, changes, RetentionDays::checkpointDays),
                choose("metricDays", named, changes, RetentionDays::metricDays),
                choose("logDays", named, changes, RetentionDays::logDays));
    }

    private @Nullable Integer choose(
            String name,
            Map<String, @Nullable Object> named,
            RetentionDays changes,
            Function<RetentionDays, @Nullable Integer> field) {
        return field.apply(named.containsKey(name) ? changes : this);
    }
}
