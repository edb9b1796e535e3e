package dev.isograd.jobs.comparisons;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.jobs.web.JobLimits;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a new comparison; {@link ComparisonReader} checks what depends on more than one field. */
record ComparisonRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Name(max = LONGEST_NAME) @Nullable
        String name,

        @Schema(ref = "TrainingSpec", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        Object spec,

        @ArraySchema(
                schema = @Schema(implementation = VariantRequest.class),
                arraySchema =
                        @Schema(
                                description =
                                        "Changes of the spec. The others are compared with the first. With `search`, by default one that changes nothing.",
                                requiredMode = Schema.RequiredMode.REQUIRED))
        @Nullable
        List<Object> variants,

        @Schema(
                description = "Each variant is trained once with each seed.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        List<Long> seeds,

        @Schema(description = "Labels of all jobs, at most 30; each job gets `comparison` and `variant` in addition.")
        @Size(max = MOST_LABELS, message = JobLimits.MOST_LABELS_MESSAGE)
        @Nullable
        Map<
                        @Pattern(regexp = JobLimits.LABEL, message = JobLimits.LABEL_MESSAGE) String,
                        @Name(min = 0, max = JobLimits.LONGEST_LABEL) String>
                labels,

        @Schema(description = "Of all jobs.", defaultValue = "0")
        @Min(JobLimits.LOWEST_PRIORITY)
        @Max(JobLimits.HIGHEST_PRIORITY)
        @Nullable
        Integer priority,

        @Schema(description = "Text about the jobs, which each of them gets.")
        @Size(max = JobLimits.LONGEST_NOTES, message = JobLimits.LONGEST_NOTES_MESSAGE)
        @Nullable
        String notes,

        @Schema(
                implementation = HalvingRequest.class,
                description = "Stops variants that do worse than others early. The verdict leaves them out.")
        @Nullable
        Object halving,

        @Schema(
                implementation = SearchRequest.class,
                description = "Draws more variants from a space, within a budget of trainings.")
        @Nullable
        Object search) {

    /** Names of jobs have the variant and the seed in addition. */
    static final int LONGEST_NAME = 100;

    static final int MOST_LABELS = JobLimits.MOST_LABELS - 2;

    ComparisonRequest {
        name = name == null ? null : Names.strip(name);
    }
}
