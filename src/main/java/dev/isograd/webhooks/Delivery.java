package dev.isograd.webhooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event for one webhook, and what came of the last attempt to send it.
 *
 * @param event id of the event, which is also that of the message
 * @param subject id of the job or comparison
 * @param tries attempts since the event, or since a user asked to send it again
 * @param status HTTP status of the last answer
 * @param millis time until the last answer
 * @param answer beginning of the last answer
 * @param problem why the last attempt failed
 */
record Delivery(
        String id,
        String webhook,
        String event,
        String type,
        String subject,
        State state,
        @Nullable String body,
        Instant createdAt,
        Instant dueAt,
        int tries,
        int attempts,
        @Nullable Instant attemptedAt,
        @Nullable Integer status,
        @Nullable Integer millis,
        @Nullable String answer,
        @Nullable String problem) {

    /** What has become of a delivery. */
    enum State {
        PENDING,
        DELIVERED,
        FAILED
    }

    static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                row.getString("webhook_id"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("subject"),
                State.valueOf(row.getString("state")),
                row.getString("body"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("tries"),
                row.getInt("attempts"),
                Webhook.instant(row, "attempted_at"),
                row.getObject("status", Integer.class),
                row.getObject("millis", Integer.class),
                row.getString("answer"),
                row.getString("problem"));
    }
}
