package dev.isograd.jobs.comparisons;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A space of specs from which a new comparison draws variants. */
@Schema(name = "ComparisonSearch")
record SearchRequest(
        @ArraySchema(
                schema = @Schema(implementation = DimensionRequest.class),
                arraySchema =
                        @Schema(
                                description = "Fields of the spec that vary; 1 to 6.",
                                requiredMode = Schema.RequiredMode.REQUIRED))
        @NotNull(message = "is required")
        @Size(min = 1, max = 6, message = "must list 1 to 6 fields")
        @Nullable
        List<Object> dimensions,

        @Schema(
                description =
                        "Most trainings of the whole comparison; with s seeds, it has a share 1/s of them as variants.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @NotNull(message = "is required")
        @Min(value = 1, message = "must be at least 1")
        @Max(value = ComparisonReader.MOST_JOBS, message = "must be at most {value}")
        @Nullable
        Integer trainings,

        @Schema(
                description = "`grid`: every combination of values; `random`: distinct draws.",
                allowableValues = {"grid", "random"},
                defaultValue = "random")
        @Pattern(regexp = "grid|random", message = "must be grid or random")
        @Nullable
        String order,

        @Schema(description = "Of the draws.", defaultValue = "1")
        @Min(value = 0, message = "must be at least 0")
        @Nullable
        Long seed) {}
