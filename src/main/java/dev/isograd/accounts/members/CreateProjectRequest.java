package dev.isograd.accounts.members;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of a request for a new project. */
record CreateProjectRequest(
        @Name(max = LONGEST_NAME) String name,

        @Schema(description = SLOTS_HELP) @Min(0) @Max(MOST_SLOTS) @Nullable
        Integer slots,

        @Schema(description = BYTES_HELP) @Min(0) @Nullable Long bytes) {

    static final int LONGEST_NAME = 100;
    static final int MOST_SLOTS = 100_000;
    static final String SLOTS_HELP =
            "Slots that its jobs may use at once; null for no limit. By default, the setting isograd.jobs.project-slots.";
    static final String BYTES_HELP = "Bytes that its files may take; null for no limit, which is the default.";

    CreateProjectRequest {
        name = Names.strip(Objects.requireNonNullElse(name, ""));
    }
}
