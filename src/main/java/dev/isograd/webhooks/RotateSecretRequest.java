package dev.isograd.webhooks;

import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a request for a new secret. */
record RotateSecretRequest(
        @Schema(description = CreateWebhookRequest.SECRET_HELP) @Omittable @Nullable
        String secret) {}
