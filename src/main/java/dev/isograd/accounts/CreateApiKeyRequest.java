package dev.isograd.accounts;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import java.util.Objects;

/** The body of a request for a new API key. */
record CreateApiKeyRequest(
        @Schema(description = "What the key is for, such as the system that uses it.")
        @Size(min = 1, max = LONGEST_NAME)
        String name) {

    private static final int LONGEST_NAME = 100;

    CreateApiKeyRequest {
        name = Objects.requireNonNullElse(name, "").strip();
    }
}
