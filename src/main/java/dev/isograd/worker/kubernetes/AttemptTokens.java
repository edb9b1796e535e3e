package dev.isograd.worker.kubernetes;

import dev.isograd.Digests;
import dev.isograd.jobs.AttemptId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tokens of attempts: 256 random bits each, of which the database has only the hash. They end with their attempts. */
@Component
@OnKubernetes
public class AttemptTokens {

    private static final int BYTES = 32;

    private static final String ISSUE = """
            with outdated as (delete from attempt_token where job_id = :job and attempt < :attempt)
            insert into attempt_token (job_id, attempt, sha256) values (:job, :attempt, :hash)
            on conflict (job_id, attempt) do update set sha256 = :hash, pod = null""";

    private static final String FIND = """
            select t.sha256, t.pod, j.attempt = t.attempt and j.state in ('RUNNING', 'PAUSING', 'CANCELLING') as current
            from attempt_token t join job j on j.id = t.job_id where t.job_id = :job and t.attempt = :attempt""";

    /** The first pod keeps the attempt; an empty result means that another one has it. */
    private static final String BIND = """
            update attempt_token set pod = :pod
            where job_id = :job and attempt = :attempt and (pod is null or pod = :pod)""";

    private static final String CURRENT = """
            select exists (select from job where id = :job and attempt = :attempt
                and state in ('RUNNING', 'PAUSING', 'CANCELLING'))""";

    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();

    AttemptTokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is known of an attempt's token.
     *
     * @param pod name of the process that uses it; null before the first use
     * @param current whether the attempt still runs
     */
    record Stored(String sha256, @Nullable String pod, boolean current) {}

    /** Returns a new token, which replaces an earlier one of the attempt. */
    String issue(AttemptId attempt) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String token = HexFormat.of().formatHex(bits);
        jdbc.sql(ISSUE)
                .param("job", attempt.job())
                .param("attempt", attempt.number())
                .param("hash", hash(token))
                .update();
        return token;
    }

    Optional<Stored> find(AttemptId attempt) {
        return jdbc.sql(FIND)
                .param("job", attempt.job())
                .param("attempt", attempt.number())
                .query(Stored.class)
                .optional();
    }

    /** Returns false if the token is in use by another pod. */
    boolean bind(AttemptId attempt, String pod) {
        return jdbc.sql(BIND)
                        .param("job", attempt.job())
                        .param("attempt", attempt.number())
                        .param("pod", pod)
                        .update()
                == 1;
    }

    boolean isCurrent(AttemptId attempt) {
        return jdbc.sql(CURRENT)
                .param("job", attempt.job())
                .param("attempt", attempt.number())
                .query(Boolean.class)
                .single();
    }

    /** Compares two hashes in a time that does not depend on them. */
    static boolean isSame(String hash, String other) {
        return MessageDigest.isEqual(hash.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static String hash(String token) {
        return Digests.of(token.getBytes(StandardCharsets.UTF_8));
    }
}
