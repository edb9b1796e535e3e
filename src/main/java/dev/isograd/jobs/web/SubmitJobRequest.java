package dev.isograd.jobs.web;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.http.OtherFields;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a submission: a spec beside the job's own fields, or all of them in one object.
 *
 * @param spec the training spec as JSON, which {@code SpecReader} reads
 * @param flatSpec the fields of the spec if the body has no {@code spec}
 */
public record SubmitJobRequest(
        @Schema(ref = "TrainingSpec") @Nullable Object spec,

        @Schema(description = "By default, the name describes the network and the rule.")
        @Name(max = JobLimits.LONGEST_NAME)
        @Nullable
        String name,

        @Schema(description = JobLimits.LABELS_HELP)
        @Size(max = JobLimits.MOST_LABELS, message = JobLimits.MOST_LABELS_MESSAGE)
        @Nullable
        Map<
                        @Pattern(regexp = JobLimits.LABEL, message = JobLimits.LABEL_MESSAGE) String,
                        @Name(min = 0, max = JobLimits.LONGEST_LABEL) String>
                labels,

        @Schema(description = "Jobs with a higher priority run first.", defaultValue = "0")
        @Min(JobLimits.LOWEST_PRIORITY)
        @Max(JobLimits.HIGHEST_PRIORITY)
        @Nullable
        Integer priority,

        @Schema(description = "Slots that the job occupies on one worker.", defaultValue = "1")
        @Min(1)
        @Max(JobLimits.MOST_SLOTS)
        @Nullable
        Integer slots,

        @Schema(description = JobLimits.NOTES_HELP)
        @Size(max = JobLimits.LONGEST_NOTES, message = JobLimits.LONGEST_NOTES_MESSAGE)
        @Nullable
        String notes,

        @Schema(description = "The project of the key; another project is refused.") @Nullable
        String project,

        @OtherFields(unless = "spec") @Nullable Map<String, @Nullable Object> flatSpec) {

    public SubmitJobRequest {
        name = name == null ? null : Names.strip(name);
    }
}
