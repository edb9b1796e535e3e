package dev.isograd.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** The body of a request for an exported file. */
record ExportRequest(
        @NotNull
        @Schema(
                allowableValues = {"onnx", "torchscript", "safetensors"},
                requiredMode = Schema.RequiredMode.REQUIRED)
        String format,

        @Min(1)
        @Schema(description = "Cuts the network after this module, 1 to the number of modules, and uses its head.")
        @Nullable
        Integer upTo) {}
