package dev.isograd.idempotency;

import dev.isograd.Digests;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Remembers the first answer to each Idempotency-Key of a project, within the transaction that does the work. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class IdempotentRequests {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    // The contract says a day at least.
    private static final Duration KEPT = Duration.ofDays(2);

    private final JdbcClient jdbc;
    private final JsonMapper json;

    IdempotentRequests(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Does what is asked for, unless the request is a repetition.
     *
     * <p>Holds the key until the transaction ends: a second request meanwhile is told so and does not wait.
     *
     * @param key null if none was sent; every request is then the first
     * @param request what is asked for, apart from other kinds of requests
     * @param remembered what is kept of the outcome, as text
     * @param again the outcome for a repetition, from what was kept
     */
    public <T> T once(
            String project,
            @Nullable String key,
            Map<String, ?> request,
            Supplier<T> work,
            Function<T, String> remembered,
            Function<String, T> again) {
        if (key == null) {
            return work.get();
        }
        hold(project, key);
        byte[] hash = hash(request);
        return first(project, key, hash).map(again).orElseGet(() -> {
            T outcome = work.get();
            remember(project, key, hash, remembered.apply(outcome));
            return outcome;
        });
    }

    private void hold(String project, String key) {
        if (!KEY.matcher(key).matches()) {
            throw IdempotencyProblem.malformed();
        }
        boolean held = jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
                .param("key", project + " " + key)
                .query(Boolean.class)
                .single();
        if (!held) {
            throw IdempotencyProblem.stillInFlight();
        }
    }

    private Optional<String> first(String project, String key, byte[] hash) {
        return jdbc.sql("select answer, body_hash from idempotent_request where project_id = :project and key = :key")
                .param("project", project)
                .param("key", key)
                .query((row, number) -> {
                    if (!Arrays.equals(row.getBytes("body_hash"), hash)) {
                        throw IdempotencyProblem.reused();
                    }
                    return row.getString("answer");
                })
                .optional();
    }

    private void remember(String project, String key, byte[] hash, String answer) {
        jdbc.sql("delete from idempotent_request where created_at < now() - :kept * interval '1 second'")
                .param("kept", KEPT.toSeconds())
                .update();
        jdbc.sql("""
                insert into idempotent_request (project_id, key, body_hash, answer, created_at)
                values (:project, :key, :hash, :answer, now())""")
                .param("project", project)
                .param("key", key)
                .param("hash", hash)
                .param("answer", answer)
                .update();
    }

    /** Of what the request says, not of its spaces and the order of its fields. */
    private byte[] hash(Map<String, ?> request) {
        return Digests.sha256()
                .digest(json.writer()
                        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsBytes(request));
    }
}
