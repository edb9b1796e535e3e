package dev.isograd.webhooks;

import dev.isograd.http.MergePatch;
import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a change to a webhook; omitted fields keep their values. */
@MergePatch
record EditWebhookRequest(
        @Schema(description = CreateWebhookRequest.URL_HELP) @Omittable @Nullable
        String url,

        @Schema(description = "The events that it is sent.") @Omittable @Size(min = 1, max = EventType.COUNT) @Nullable
        List<@NotNull @Pattern(regexp = EventType.PATTERN, message = EventType.PATTERN_MESSAGE) String> events,

        @Schema(description = CreateWebhookRequest.FORMAT_HELP)
        @Omittable
        @Pattern(regexp = PayloadFormat.PATTERN, message = PayloadFormat.PATTERN_MESSAGE)
        @Nullable
        String format,

        @Schema(
                description =
                        "Whether messages are sent. Events of a time in which it is off are not sent later by themselves.")
        @Omittable
        @Nullable
        Boolean active) {

    Webhook of(Webhook before) {
        return new Webhook(
                before.id(),
                before.project(),
                url == null ? before.url() : url,
                events == null ? before.events() : EventType.sorted(events),
                format == null ? before.format() : PayloadFormat.of(format),
                active == null ? before.active() : active,
                before.disabledReason(),
                before.secret(),
                before.previous(),
                before.previousUntil(),
                before.failingSince(),
                before.createdAt());
    }
}
