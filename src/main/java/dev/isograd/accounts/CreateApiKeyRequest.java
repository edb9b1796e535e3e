package dev.isograd.accounts;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of a request for a new API key. */
record CreateApiKeyRequest(
        @Schema(description = "What the key is for, such as the system that uses it.") @Name(max = LONGEST_NAME)
        String name,

        @Schema(
                description =
                        "Id of the project that the key acts in, of which the caller is a member; the caller's by default.")
        @Omittable
        @Nullable
        String project,

        @Schema(
                description = "What the key may do at most; each scope includes the ones before it. All by default.",
                examples = {"read", "submit", "admin"})
        @Omittable
        @Size(min = 1, max = 3)
        @Nullable
        List<@Pattern(regexp = "read|submit|admin", message = "must be read, submit or admin") String> scopes,

        @Schema(
                description =
                        "Time at which the key expires, at most 365 days from now. It does not expire by default, unless the key that creates it does.",
                format = "date-time")
        @Omittable
        @Nullable
        String expiresAt) {

    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST_LIFE = Duration.ofDays(365);

    CreateApiKeyRequest {
        name = Names.strip(Objects.requireNonNullElse(name, ""));
    }

    /**
     * Returns the terms of the new key for the caller.
     *
     * @param latest when the key that creates it expires, which the new one may not outlive
     */
    KeyTerms terms(Caller caller, Instant now, @Nullable Instant latest) {
        return new KeyTerms(
                caller.account(),
                project == null ? caller.project() : project,
                name,
                scopes == null ? Scopes.ALL : Scopes.of(scopes),
                expiresAt == null ? latest : expiry(expiresAt, now, latest));
    }

    private static Instant expiry(String given, Instant now, @Nullable Instant latest) {
        Instant time = time(given);
        if (!time.isAfter(now)) {
            throw invalid("must be in the future");
        }
        if (time.isAfter(now.plus(LONGEST_LIFE))) {
            throw invalid("must be at most %d days from now".formatted(LONGEST_LIFE.toDays()));
        }
        if (latest != null && time.isAfter(latest)) {
            throw invalid("must not be later than %s, when the key that creates it expires".formatted(latest));
        }
        return time;
    }

    private static Instant time(String given) {
        try {
            // As precise as the database, so that a stored time reads back unchanged.
            return OffsetDateTime.parse(given).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException wrong) {
            throw invalid("must be an RFC 3339 time such as 2026-01-31T12:00:00Z");
        }
    }

    private static InvalidAccountRequest invalid(String detail) {
        return new InvalidAccountRequest(List.of(new FieldProblem("/expiresAt", detail)));
    }
}
