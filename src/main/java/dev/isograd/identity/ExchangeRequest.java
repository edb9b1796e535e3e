package dev.isograd.identity;

import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** The body of an exchange of a CI system's token for a key. */
record ExchangeRequest(
        @Schema(
                description =
                        "The token that the CI system gave to the run, for the audience that this service trusts.")
        @NotNull
        String token,

        @Schema(
                description =
                        "Id of the project in which the key acts; by default, the first for which the token is trusted.")
        @Omittable
        @Nullable
        String project) {}
