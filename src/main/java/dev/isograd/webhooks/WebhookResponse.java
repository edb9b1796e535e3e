package dev.isograd.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A webhook, as the API returns it. */
@Schema(name = "Webhook")
record WebhookResponse(
        String id,
        String project,
        String url,
        List<String> events,

        @Schema(examples = {"standard", "slack", "text"}) String format,

        @Schema(description = "Whether messages are sent.") boolean active,

        @Schema(description = "Why the service has turned it off; null if it is active or a user turned it off.")
        @Nullable
        String disabledReason,

        @Schema(description = "The first failure since the last success.") @Nullable
        Instant failingSince,

        @Schema(description = "Until when messages are also signed with the secret before the last rotation.") @Nullable
        Instant previousSecretUntil,

        Instant createdAt,

        @Schema(description = "The secret, only in the answer that makes it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String secret) {

    static final String PATH = "/api/v1/webhooks";

    static WebhookResponse of(Webhook webhook) {
        return of(webhook, null);
    }

    static WebhookResponse withSecret(Webhook webhook) {
        return of(webhook, webhook.secret().text());
    }

    private static WebhookResponse of(Webhook webhook, @Nullable String secret) {
        return new WebhookResponse(
                webhook.id(),
                webhook.project(),
                webhook.url(),
                webhook.events(),
                webhook.format().word(),
                webhook.active(),
                webhook.disabledReason(),
                webhook.failingSince(),
                webhook.previousUntil(),
                webhook.createdAt(),
                secret);
    }
}
