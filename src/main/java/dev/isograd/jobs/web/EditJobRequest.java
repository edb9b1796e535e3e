package dev.isograd.jobs.web;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.http.Omittable;
import dev.isograd.jobs.JobEdit;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an edit; omitted fields keep their values. */
record EditJobRequest(
        @Omittable
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

        @Min(JobLimits.LOWEST_PRIORITY) @Max(JobLimits.HIGHEST_PRIORITY) @Nullable
        Integer priority) {

    EditJobRequest {
        name = name == null ? null : Names.strip(name);
    }

    JobEdit edit() {
        return new JobEdit(name, labels, priority);
    }
}
