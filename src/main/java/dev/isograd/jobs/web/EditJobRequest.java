package dev.isograd.jobs.web;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.MergePatch;
import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.http.Omittable;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobEdit;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of an edit; omitted fields keep their values. A merge patch also changes and removes single labels. */
@MergePatch
record EditJobRequest(
        @Omittable @Name(max = JobLimits.LONGEST_NAME) @Nullable
        String name,

        @Schema(description = JobLimits.LABELS_HELP)
        @Size(max = JobLimits.MOST_LABELS, message = JobLimits.MOST_LABELS_MESSAGE)
        @Nullable
        Map<
                        @Pattern(regexp = JobLimits.LABEL, message = JobLimits.LABEL_MESSAGE) String,
                        @Name(min = 0, max = JobLimits.LONGEST_LABEL) @Nullable String>
                labels,

        @Min(JobLimits.LOWEST_PRIORITY) @Max(JobLimits.HIGHEST_PRIORITY) @Nullable
        Integer priority,

        @Schema(description = JobLimits.NOTES_HELP)
        @Omittable
        @Size(max = JobLimits.LONGEST_NOTES, message = JobLimits.LONGEST_NOTES_MESSAGE)
        @Nullable
        String notes,

        @Schema(description = "Whether lists leave the job out, unless they are asked for archived jobs.")
        @Omittable
        @Nullable
        Boolean archived) {

    EditJobRequest {
        name = name == null ? null : Names.strip(name);
    }

    /** Returns the changes of an edit that replaces all labels at once. */
    JobEdit edit() {
        return new JobEdit(name, labels == null ? null : merged(Map.of()), priority, notes, archived);
    }

    /**
     * Returns the changes of a merge patch.
     *
     * @param patch the body, in which null removes a value
     */
    JobEdit patch(Job job, Map<String, @Nullable Object> patch) {
        Map<String, String> merged = labels == null ? Map.of() : merged(job.labels());
        if (merged.size() > JobLimits.MOST_LABELS) {
            throw JobProblem.invalidRequest(List.of(new FieldProblem(
                    "/labels", "would become %d labels; at most %d".formatted(merged.size(), JobLimits.MOST_LABELS))));
        }
        return new JobEdit(
                name,
                patch.containsKey("labels") ? merged : null,
                patch.containsKey("priority") && priority == null ? Integer.valueOf(0) : priority,
                notes,
                archived);
    }

    private Map<String, String> merged(Map<String, String> before) {
        Map<String, String> merged = new LinkedHashMap<>(before);
        Objects.requireNonNull(labels).forEach((label, value) -> {
            if (value == null) {
                merged.remove(label);
            } else {
                merged.put(label, value);
            }
        });
        return merged;
    }
}
