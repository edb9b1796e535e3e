package dev.isograd.jobs;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Remembers the first answer to each Idempotency-Key of a project. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class IdempotentRequests {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    // The contract says a day at least.
    private static final Duration KEPT = Duration.ofDays(2);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    IdempotentRequests(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What was answered first, and about which job. */
    record Answer(String job, String body) {}

    /**
     * The first answer if there is one.
     *
     * <p>Holds the key until the transaction ends: a second request meanwhile is told so and does not wait.
     */
    Optional<Answer> find(String project, String key, byte[] bodyHash) {
        if (!KEY.matcher(key).matches()) {
            throw JobProblem.invalidIdempotencyKey();
        }
        boolean held = jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
                .param("key", project + " " + key)
                .query(Boolean.class)
                .single();
        if (!held) {
            throw JobProblem.stillInFlight();
        }
        return jdbc.sql(
                        "select job_id, answer, body_hash from idempotent_request where project_id = :project and key = :key")
                .param("project", project)
                .param("key", key)
                .query((row, number) -> {
                    if (!Arrays.equals(row.getBytes("body_hash"), bodyHash)) {
                        throw JobProblem.idempotencyKeyReused();
                    }
                    return new Answer(row.getString("job_id"), row.getString("answer"));
                })
                .optional();
    }

    void remember(String project, String key, byte[] bodyHash, Answer answer) {
        Instant now = clock.instant();
        jdbc.sql("delete from idempotent_request where created_at < :old")
                .param("old", Timestamp.from(now.minus(KEPT)))
                .update();
        jdbc.sql("""
                insert into idempotent_request (project_id, key, body_hash, job_id, answer, created_at)
                values (:project, :key, :hash, :job, :answer, :now)""")
                .param("project", project)
                .param("key", key)
                .param("hash", bodyHash)
                .param("job", answer.job())
                .param("answer", answer.body())
                .param("now", Timestamp.from(now))
                .update();
    }
}
