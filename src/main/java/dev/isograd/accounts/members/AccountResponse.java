package dev.isograd.accounts.members;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account, as administrators see it.
 *
 * @param key the secret of the first key, only in the answer that creates it
 */
record AccountResponse(
        String id,
        String name,
        @Nullable String email,

        @Schema(description = "Whether the account manages the accounts and projects of the service.")
        boolean administrator,

        @Schema(description = "Whether its keys and sessions work.")
        boolean active,

        Instant createdAt,

        @Schema(
                description =
                        "Address of the identity provider at which the account signs in; null for accounts made here.")
        @Nullable
        String issuer,

        @Schema(description = "The secret of a first key, only in the answer that creates it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String key) {

    AccountResponse withKey(String secret) {
        return new AccountResponse(id, name, email, administrator, active, createdAt, issuer, secret);
    }
}
