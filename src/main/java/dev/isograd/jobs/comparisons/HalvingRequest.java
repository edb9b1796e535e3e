package dev.isograd.jobs.comparisons;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a new comparison stops variants early. */
@Schema(name = "ComparisonHalvingRequest")
record HalvingRequest(
        @Schema(
                description = "Growing, at least 1, and below the epochs of every variant; at most 5.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @NotNull(message = "is required")
        @Size(min = 1, max = 5, message = "must list 1 to 5 epochs")
        @Nullable
        List<Integer> epochs,

        @Schema(description = "Share of the variants after the first that stays at each of them.", defaultValue = "0.5")
        @DecimalMin(value = "0.1", message = "must be at least 0.1")
        @DecimalMax(value = "0.9", message = "must be at most 0.9")
        @Nullable
        Double keep) {}
