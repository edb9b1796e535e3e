package dev.isograd.jobs.comparisons;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One field of a searched space: a list of values, or a range. */
@Schema(name = "ComparisonSearchDimension")
record DimensionRequest(
        @Schema(
                description = "JSON Pointer into the spec, such as `/optimizer/learningRate`.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @NotNull(message = "is required")
        @Pattern(
                regexp = "(/[A-Za-z][A-Za-z0-9]{0,39}){1,4}",
                message = "must be a field of the spec, such as /optimizer/learningRate")
        @Nullable
        String field,

        @Schema(description = "1 to 20 values, such as numbers or whole rules.")
        @Size(min = 1, max = 20, message = "must list 1 to 20 values")
        @Nullable
        List<Object> values,

        @Schema(description = "Start of a range, in place of `values`; only with `random`.") @Nullable
        Double from,

        @Schema(description = "End of the range.") @Nullable Double to,

        @Schema(
                description = "Whether draws from the range are even in the number or in its logarithm.",
                allowableValues = {"linear", "log"},
                defaultValue = "linear")
        @Pattern(regexp = "linear|log", message = "must be linear or log")
        @Nullable
        String scale) {}
