package dev.isograd.accounts;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;

/** The body of a request for a new API key. */
record CreateApiKeyRequest(
        @Schema(description = "What the key is for, such as the system that uses it.")
        @Name(max = LONGEST_NAME)
        String name) {

    private static final int LONGEST_NAME = 100;

    CreateApiKeyRequest {
        name = Names.strip(Objects.requireNonNullElse(name, ""));
    }
}
