package dev.isograd.jobs.comparisons;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One variant of a comparison. */
record VariantRequest(
        @Schema(description = "Distinct within the comparison.", requiredMode = Schema.RequiredMode.REQUIRED)
        @Name(max = LONGEST_LABEL)
        @Nullable
        String label,

        @Schema(
                types = "object",
                description =
                        "A merge patch (RFC 7396) of the spec; a new `type` replaces the object. By default, nothing changes.")
        @Nullable
        Object changes) {

    static final int LONGEST_LABEL = 60;

    VariantRequest {
        label = label == null ? null : Names.strip(label);
    }
}
