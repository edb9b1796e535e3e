package dev.isograd.accounts.members;

import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The body of a change to a project; omitted fields keep their values. */
record EditProjectRequest(
        @Omittable @Size(min = 1, max = CreateProjectRequest.LONGEST_NAME) @Nullable
        String name,

        @Schema(description = "Slots that its jobs may use at once; null for no limit.")
        @Min(0)
        @Max(CreateProjectRequest.MOST_SLOTS)
        @Nullable
        Integer slots,

        @Schema(description = "Bytes that its files may take; null for no limit.") @Min(0) @Nullable
        Long bytes) {

    EditProjectRequest {
        name = name == null ? null : name.strip();
    }
}
