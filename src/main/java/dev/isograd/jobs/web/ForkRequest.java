package dev.isograd.jobs.web;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a fork; omitted fields are taken from the original job.
 *
 * @param spec changes to the spec, as a JSON merge patch (RFC 7396)
 */
record ForkRequest(
        @Schema(description = "Id of the checkpoint to start from; by default, the job's newest usable one.") @Nullable
        String checkpoint,

        @Schema(
                types = "object",
                description =
                        "Changes to the spec, as a JSON merge patch (RFC 7396). A new `type` replaces the object. "
                                + "A fork keeps the data set, network, split, head, batch size and seed, and has at "
                                + "least the epochs that the checkpoint has begun.")
        @Nullable
        Object spec,

        @Schema(description = "By default, \"Fork of\" and the name of the original job.")
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
        Integer priority,

        @Min(1) @Max(JobLimits.MOST_SLOTS) @Nullable Integer slots) {

    static final ForkRequest EMPTY = new ForkRequest(null, null, null, null, null, null);

    ForkRequest {
        name = name == null ? null : Names.strip(name);
    }
}
