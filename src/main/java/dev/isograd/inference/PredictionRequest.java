package dev.isograd.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** An image of a data set that a network shall answer. */
record PredictionRequest(
        @NotNull @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        String dataset,

        @NotNull
        @Schema(
                allowableValues = {"train", "test"},
                requiredMode = Schema.RequiredMode.REQUIRED)
        String split,

        @NotNull
        @Min(0)
        @Schema(description = "Number of the image in its split, from 0.", requiredMode = Schema.RequiredMode.REQUIRED)
        Integer index) {}
