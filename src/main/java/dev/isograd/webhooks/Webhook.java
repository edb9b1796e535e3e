package dev.isograd.webhooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told about the jobs of a project.
 *
 * @param disabledReason why the service has turned it off; null if it is active or a user did
 * @param previous the secret before a rotation, which still signs until {@code previousUntil}
 * @param failingSince the first failure since the last success
 */
record Webhook(
        String id,
        String project,
        String url,
        List<String> events,
        PayloadFormat format,
        boolean active,
        @Nullable String disabledReason,
        Secret secret,
        @Nullable Secret previous,
        @Nullable Instant previousUntil,
        @Nullable Instant failingSince,
        Instant createdAt) {

    static Webhook read(ResultSet row) throws SQLException {
        return new Webhook(
                row.getString("id"),
                row.getString("project_id"),
                row.getString("url"),
                List.of((String[]) row.getArray("events").getArray()),
                PayloadFormat.of(row.getString("format")),
                row.getBoolean("active"),
                row.getString("disabled_reason"),
                new Secret(row.getString("secret")),
                Secret.ofNullable(row.getString("previous_secret")),
                instant(row, "previous_until"),
                instant(row, "failing_since"),
                row.getTimestamp("created_at").toInstant());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /** Returns the value of the header with the signatures: of both secrets for a day after a rotation. */
    String signatures(String message, Instant now, String body) {
        String first = secret.sign(message, now.getEpochSecond(), body);
        return previous == null || previousUntil == null || !now.isBefore(previousUntil)
                ? first
                : first + " " + previous.sign(message, now.getEpochSecond(), body);
    }
}
