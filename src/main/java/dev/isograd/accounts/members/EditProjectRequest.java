package dev.isograd.accounts.members;

import dev.isograd.http.MergePatch;
import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** The body of a change to a project; omitted fields keep their values. */
@MergePatch
record EditProjectRequest(
        @Omittable @Name(max = CreateProjectRequest.LONGEST_NAME) @Nullable
        String name,

        @Schema(description = "Slots that its jobs may use at once; null for no limit.")
        @Min(0)
        @Max(CreateProjectRequest.MOST_SLOTS)
        @Nullable
        Integer slots,

        @Schema(description = "Bytes that its files may take; null for no limit.") @Min(0) @Nullable
        Long bytes) {

    EditProjectRequest {
        name = name == null ? null : Names.strip(name);
    }
}
