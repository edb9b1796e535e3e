package dev.isograd.checkpoints;

import dev.isograd.http.MergePatch;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** The request body that pins or unpins a checkpoint. */
@MergePatch
record PinRequest(
        @Schema(description = "Whether retention must keep the checkpoint.") @NotNull
        Boolean pinned) {}
