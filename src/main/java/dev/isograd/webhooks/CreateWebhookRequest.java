package dev.isograd.webhooks;

import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request for a new webhook. */
record CreateWebhookRequest(
        @Schema(description = URL_HELP, examples = "https://example.org/isograd") @NotNull
        String url,

        @Schema(
                description = "The events that it is sent.",
                examples = {"job.succeeded", "job.failed", "job.cancelled", "job.running", "comparison.finished"})
        @NotNull
        @Size(min = 1, max = EventType.COUNT)
        List<@NotNull @Pattern(regexp = EventType.PATTERN, message = EventType.PATTERN_MESSAGE) String> events,

        @Schema(description = FORMAT_HELP, defaultValue = "standard")
        @Omittable
        @Pattern(regexp = PayloadFormat.PATTERN, message = PayloadFormat.PATTERN_MESSAGE)
        @Nullable
        String format,

        @Schema(description = SECRET_HELP) @Omittable @Nullable
        String secret) {

    static final String URL_HELP = "An https address on the public Internet, at the port 443 or 8443.";
    static final String FORMAT_HELP =
            "`standard`: JSON with type, timestamp and data. `slack`: JSON with a text. `text`: a plain sentence.";
    static final String SECRET_HELP = "`whsec_` and 24 to 64 bytes in Base64; made at random by default.";
}
