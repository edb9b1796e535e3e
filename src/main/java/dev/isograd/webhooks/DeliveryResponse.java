package dev.isograd.webhooks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery, as the API returns it. */
@Schema(name = "WebhookDelivery")
record DeliveryResponse(
        String id,
        String webhook,

        @Schema(description = "Id of the event, which is the `webhook-id` of the message.")
        String event,

        @Schema(examples = {"job.succeeded", "webhook.test"})
        String type,

        @Schema(description = "Id of the job or comparison that the event is about.") @Nullable
        String subject,

        @Schema(examples = {"PENDING", "DELIVERED", "FAILED"})
        String state,

        @Schema(description = "Attempts so far.") int attempts,

        Instant createdAt,

        @Schema(description = "Time of the last attempt.") @Nullable
        Instant attemptedAt,

        @Schema(description = "When it is tried next, at the earliest; null unless it is `PENDING`.") @Nullable
        Instant nextAttemptAt,

        @Schema(description = "HTTP status of the last answer.") @Nullable
        Integer status,

        @Schema(description = "Milliseconds until the last answer.") @Nullable
        Integer millis,

        @Schema(description = "Beginning of the last answer; never if private addresses are allowed.") @Nullable
        String answer,

        @Schema(description = "Why the last attempt failed.") @Nullable
        String problem) {

    static DeliveryResponse of(Delivery delivery) {
        boolean isPending = delivery.state() == Delivery.State.PENDING;
        return new DeliveryResponse(
                delivery.id(),
                delivery.webhook(),
                delivery.event(),
                delivery.type(),
                delivery.subject().equals(delivery.webhook()) ? null : delivery.subject(),
                delivery.state().name(),
                delivery.attempts(),
                delivery.createdAt(),
                delivery.attemptedAt(),
                isPending ? delivery.dueAt() : null,
                delivery.status(),
                delivery.millis(),
                delivery.answer(),
                delivery.problem());
    }
}
