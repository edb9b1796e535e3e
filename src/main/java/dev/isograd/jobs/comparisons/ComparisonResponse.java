package dev.isograd.jobs.comparisons;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.isograd.jobs.JobState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A comparison, as the API returns it. */
record ComparisonResponse(
        String id,
        String name,
        String project,
        Map<String, String> labels,

        @Schema(description = "Whether all its jobs are over.") @JsonProperty("isTerminal")
        boolean isTerminal,

        @Schema(description = "Number of jobs by state.") Map<JobState, Integer> states,

        @Schema(ref = "JobSpec") Map<String, @Nullable Object> spec,

        List<Long> seeds,
        List<Row> variants,

        @Schema(description = "How variants are stopped early; null if they are not.") @Nullable
        Halving halving,

        Instant createdAt,

        @Schema(description = "When the last training ended for the first time; a later retry does not change it.")
        @Nullable
        Instant finishedAt,

        Links links) {

    static String address(String id) {
        return "/api/v1/comparisons/" + id;
    }

    /** One variant and what its trainings gave. */
    @Schema(name = "ComparisonRow")
    record Row(
            String label,

            @Schema(description = "Merge patch of the spec.")
            Map<String, @Nullable Object> changes,

            @Schema(
                    description =
                            "Ids, in the order of `seeds`; null for a job that has been deleted. A retry takes the place of the job.")
            List<@Nullable String> jobs,

            @Schema(description = "Number of trainings that have succeeded.")
            int n,

            @Nullable Figure testAccuracy,
            @Nullable Figure peakMemoryBytes,
            @Nullable Figure trainSeconds,

            @Schema(
                    description =
                            "Test accuracy minus that of the first variant with the same seed. Null for the first variant, and without a common seed.")
            @Nullable
            Figure difference,

            @Schema(
                    description =
                            "`higher` or `lower` if three seeds or more give a difference beyond two of its deviations, otherwise `none`.")
            Verdict verdict,

            @Schema(description = "Set if the variant was stopped early; it then has no verdict.") @Nullable
            Stopped stopped) {}

    /** When a variant was stopped early, and the test accuracy that its deciding training had then. */
    @Schema(name = "ComparisonStopped")
    record Stopped(int epoch, @Nullable Double testAccuracy) {}

    /** Whether a variant differs from the first. */
    @Schema(name = "ComparisonVerdict")
    enum Verdict {
        HIGHER,
        LOWER,
        NONE;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Addresses of the comparison. */
    @Schema(name = "ComparisonLinks")
    record Links(String self, String cancel) {
        static Links of(String self) {
            return new Links(self, self + "/cancel");
        }
    }
}
