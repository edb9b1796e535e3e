package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of leases: who may write about which attempt; every time in it is on the database's clock. */
@Component
class JobLeases {

    private static final String END = """
            with ended as (delete from job_lease where job_id = :job returning project_id, slots),
            closed as (
                update job_attempt set ended_at = :now, outcome = :outcome where job_id = :job and number = :attempt)
            update project_slots p set running_slots = p.running_slots - ended.slots
            from ended where p.project_id = ended.project_id""";

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
     * Gives the slots back to the project and says in the attempt's row how it went.
     *
     * @param outcome a terminal state, or what put the job back into the queue
     */
    void end(AttemptId attempt, String outcome, Instant now) {
        jdbc.sql(END)
                .param("job", attempt.job())
                .param("attempt", attempt.number())
                .param("outcome", outcome)
                .param("now", Timestamp.from(now))
                .update();
    }

    /**
     * A hundred at most, by job.
     *
     * @param after the last job of the hundred before; empty for the first
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
