package dev.isograd.webhooks;

import dev.isograd.jobs.ReasonCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what there is to tell about the event of a job or a comparison. */
@Component
class JobNews {

    private static final String JOB = """
            select e.at, e.to_state, e.message, e.reason_code, e.reason_message, e.attempt, j.id, j.name, j.project_id,
                j.labels, j.result, j.created_at, j.started_at, j.finished_at
            from job_event e join job j on j.id = e.job_id where e.id = :event""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    JobNews(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * An event in words and in fields.
     *
     * @param before what stands before the name in a sentence
     * @param after what the sentence says after the name
     * @param page path of the dashboard's page
     */
    record News(
            Instant at, String before, String name, String after, String page, Map<String, @Nullable Object> data) {}

    /** Returns nothing if the job or the comparison was deleted for good. */
    Optional<News> of(Delivery delivery) {
        if (delivery.type().equals(EventType.COMPARISON_FINISHED.word())) {
            return jdbc.sql("select * from comparison where id = ?")
                    .param(delivery.subject())
                    .query((row, number) -> comparison(row, delivery.createdAt()))
                    .optional();
        }
        return jdbc.sql(JOB)
                .param("event", delivery.event())
                .query((row, number) -> job(row))
                .optional();
    }

    private News job(ResultSet row) throws SQLException {
        String state = row.getString("to_state");
        boolean isTerminal = !state.equals("RUNNING");
        Map<String, @Nullable Object> reason = reason(row);
        Map<String, @Nullable Object> result = state.equals("SUCCEEDED") ? figures(row.getString("result")) : null;
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", row.getString("id"));
        data.put("name", row.getString("name"));
        data.put("project", row.getString("project_id"));
        data.put("labels", json.readTree(row.getString("labels")));
        data.put("state", state);
        data.put("isTerminal", isTerminal);
        data.put("attempt", row.getInt("attempt"));
        data.put("message", row.getString("message"));
        data.put("reason", reason);
        data.put("result", result);
        data.put("createdAt", Webhook.instant(row, "created_at"));
        data.put("startedAt", Webhook.instant(row, "started_at"));
        data.put("finishedAt", isTerminal ? Webhook.instant(row, "finished_at") : null);
        data.put("links", Map.of("self", "/api/v1/jobs/" + row.getString("id")));
        return new News(
                row.getTimestamp("at").toInstant(),
                "",
                row.getString("name"),
                JobSentence.of(state, reason, result),
                "/jobs/" + row.getString("id"),
                data);
    }

    private static @Nullable Map<String, @Nullable Object> reason(ResultSet row) throws SQLException {
        String code = row.getString("reason_code");
        if (code == null) {
            return null;
        }
        Map<String, @Nullable Object> reason = new LinkedHashMap<>();
        reason.put("code", code);
        reason.put("message", row.getString("reason_message"));
        reason.put("retryable", ReasonCode.valueOf(code).retryable());
        return reason;
    }

    /** Only single figures: a message is small, and its receiver can ask for the rest. */
    private @Nullable Map<String, @Nullable Object> figures(@Nullable String result) {
        if (result == null) {
            return null;
        }
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : json.readTree(result).properties()) {
            if (field.getValue().isValueNode()) {
                figures.put(field.getKey(), field.getValue());
            }
        }
        return figures;
    }

    private News comparison(ResultSet row, Instant at) throws SQLException {
        String id = row.getString("id");
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("name", row.getString("name"));
        data.put("project", row.getString("project_id"));
        data.put("labels", json.readTree(row.getString("labels")));
        data.put("createdAt", Webhook.instant(row, "created_at"));
        data.put("links", Map.of("self", "/api/v1/comparisons/" + id));
        return new News(at, "Comparison ", row.getString("name"), " is finished.", "/comparisons/" + id, data);
    }

    /** Says in words what happened to a job, as the rest of a sentence that begins with its name. */
    private static final class JobSentence {

        private static final double MEBI = 1 << 20;

        static String of(
                String state,
                @Nullable Map<String, @Nullable Object> reason,
                @Nullable Map<String, @Nullable Object> result) {
            return switch (state) {
                case "RUNNING" -> " is running.";
                case "SUCCEEDED" -> " succeeded" + (result == null ? "." : figures(result));
                case "FAILED" -> " failed" + (reason == null ? "." : ": " + reason.get("message"));
                case "CANCELLED" -> " was cancelled.";
                default -> " is " + state.toLowerCase(Locale.ROOT) + ".";
            };
        }

        private static String figures(Map<String, @Nullable Object> result) {
            String accuracy = figure(result, "testAccuracy", ": test accuracy %.2f %%", 100);
            String memory = figure(result, "peakMemoryBytes", ", peak memory %.0f MiB", 1 / MEBI);
            return accuracy.isEmpty() ? "." : accuracy + memory + ".";
        }

        private static String figure(Map<String, @Nullable Object> result, String name, String format, double factor) {
            return result.get(name) instanceof JsonNode number && number.isNumber()
                    ? String.format(Locale.ROOT, format, number.asDouble() * factor)
                    : "";
        }
    }
}
