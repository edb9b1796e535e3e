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

/** Stores the first answer to each Idempotency-Key of a project, in the transaction that does the work. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class IdempotentRequests {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    // The API promises at least 24 hours.
    private static final Duration KEPT = Duration.ofDays(2);

    // Versions without created_id stored the created job as JSON, or only the id of the created key.
    private static final String FIRST = """
            select answer, body_hash,
                coalesce(created_id, case when answer like '{%' then answer::jsonb ->> 'id' else answer end) as created_id
            from idempotent_request where project_id = :project and key = :key""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    IdempotentRequests(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The stored part of a request.
     *
     * @param id of the created resource
     * @param answer text from which a repeated request is answered
     */
    public record Outcome(String id, String answer) {}

    /**
     * Does the work, unless the request repeats an earlier one.
     *
     * <p>Locks the key until the transaction ends. A second request in the meantime is refused and does not wait.
     *
     * @param key the client's Idempotency-Key; if null, the work is always done
     * @param request the request's content; requests of different kinds must differ in it
     * @param stored what to store of the result
     * @param repeated makes the result for a repeated request from what was stored
     */
    public <T> T once(
            String project,
            @Nullable String key,
            Map<String, ?> request,
            Supplier<T> work,
            Function<T, Outcome> stored,
            Function<Outcome, T> repeated) {
        if (key == null) {
            return work.get();
        }
        lock(project, key);
        byte[] hash = hash(request);
        return first(project, key, hash).map(repeated).orElseGet(() -> {
            T result = work.get();
            store(project, key, hash, stored.apply(result));
            return result;
        });
    }

    private void lock(String project, String key) {
        if (!KEY.matcher(key).matches()) {
            throw IdempotencyProblem.malformed();
        }
        boolean locked = jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
                .param("key", project + " " + key)
                .query(Boolean.class)
                .single();
        if (!locked) {
            throw IdempotencyProblem.stillInFlight();
        }
    }

    private Optional<Outcome> first(String project, String key, byte[] hash) {
        return jdbc.sql(FIRST)
                .param("project", project)
                .param("key", key)
                .query((row, number) -> {
                    if (!Arrays.equals(row.getBytes("body_hash"), hash)) {
                        throw IdempotencyProblem.reused();
                    }
                    return new Outcome(row.getString("created_id"), row.getString("answer"));
                })
                .optional();
    }

    private void store(String project, String key, byte[] hash, Outcome outcome) {
        jdbc.sql("delete from idempotent_request where created_at < now() - :kept * interval '1 second'")
                .param("kept", KEPT.toSeconds())
                .update();
        jdbc.sql("""
                insert into idempotent_request (project_id, key, body_hash, answer, created_id, created_at)
                values (:project, :key, :hash, :answer, :id, now())""")
                .param("project", project)
                .param("key", key)
                .param("hash", hash)
                .param("answer", outcome.answer())
                .param("id", outcome.id())
                .update();
    }

    /** Does not depend on white space or on the order of fields. */
    private byte[] hash(Map<String, ?> request) {
        return Digests.sha256()
                .digest(json.writer()
                        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsBytes(request));
    }
}
