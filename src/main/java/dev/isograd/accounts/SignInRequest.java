package dev.isograd.accounts;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** The body of a sign-in. */
record SignInRequest(
        @Schema(description = "An API key.") @NotNull String key) {}
