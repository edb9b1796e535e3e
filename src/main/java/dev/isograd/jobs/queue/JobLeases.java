package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of leases, which record the worker that may write for an attempt; all times use the database clock. */
@Component
class JobLeases {

    private static final String END = """
            with ended as (delete from job_lease where job_id = :job returning project_id, slots),
            closed as (
                update job_attempt set ended_at = :now, outcome = :outcome where job_id = :job and number = :attempt
                returning started_at),
            returned as (
                update project_slots p set running_slots = p.running_slots - ended.slots
                from ended where p.project_id = ended.project_id)
            select started_at from closed""";

    private static final String EXPIRED = """
            select job_id, attempt from job_lease
            where expires_at < clock_timestamp() and job_id > :after order by job_id limit 100""";

    private static final String IS_EXPIRED =
            "select exists (select from job_lease where job_id = :job and expires_at < clock_timestamp())";

    private final JdbcClient jdbc;

    JobLeases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Ends a lease: returns the slots to the project and records the outcome of the attempt.
     *
     * @param outcome a terminal state, or the reason why the job returned to the queue
     * @return how long the attempt ran; empty for a job of a version that kept no attempts
     */
    Optional<Duration> end(AttemptId attempt, String outcome, Instant now) {
        return jdbc.sql(END)
                .param("job", attempt.job())
                .param("attempt", attempt.number())
                .param("outcome", outcome)
                .param("now", Timestamp.from(now))
                .query(Timestamp.class)
                .optional()
                .map(started -> Duration.between(started.toInstant(), now));
    }

    /**
     * Returns at most a hundred attempts with expired leases, ordered by job.
     *
     * @param after the last job of the previous batch; empty for the first batch
     */
    List<AttemptId> expired(String after) {
        return attempts(jdbc.sql(EXPIRED).param("after", after));
    }

    boolean isExpired(String job) {
        return jdbc.sql(IS_EXPIRED).param("job", job).query(Boolean.class).single();
    }

    List<AttemptId> of(String worker) {
        return attempts(jdbc.sql("select job_id, attempt from job_lease where worker = :worker order by job_id")
                .param("worker", worker));
    }

    private static List<AttemptId> attempts(JdbcClient.StatementSpec statement) {
        return statement
                .query((row, number) -> new AttemptId(row.getString(1), row.getInt(2)))
                .list();
    }
}
