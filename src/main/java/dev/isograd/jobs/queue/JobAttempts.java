package dev.isograd.jobs.queue;

import dev.isograd.jobs.AttemptId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of attempts; {@link JobClaims} inserts its rows and {@link JobLeases} ends them. */
@Component
public class JobAttempts {

    private static final String OF_JOBS = """
            select job_id, number, worker, device, started_at, ended_at, outcome from job_attempt
            where job_id = any (:jobs) order by job_id, number""";

    private static final String IN_A_ROW = """
            select count(*) from job_attempt where job_id = :job and number < :number and number > coalesce(
                (select max(number) from job_attempt where job_id = :job and number < :number and outcome <> :outcome), 0)""";

    private static final String RAN_BEFORE = """
            select coalesce(extract(epoch from sum(ended_at - started_at)), 0) from job_attempt
            where job_id = :job and number < :number""";

    private final JdbcClient jdbc;

    JobAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the attempts by job, oldest first. */
    public Map<String, List<JobAttempt>> of(Collection<String> jobs) {
        if (jobs.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(OF_JOBS)
                .param("jobs", jobs.toArray(String[]::new))
                .query((row, number) -> attempt(row))
                .list()
                .stream()
                .collect(Collectors.groupingBy(attempt -> attempt.id().job()));
    }

    /** Returns how many attempts directly before this one ended with the same outcome in a row. */
    int inARow(AttemptId attempt, String outcome) {
        return before(IN_A_ROW, attempt)
                .param("outcome", outcome)
                .query(Integer.class)
                .single();
    }

    String device(AttemptId attempt) {
        return jdbc.sql("select device from job_attempt where job_id = :job and number = :number")
                .param("job", attempt.job())
                .param("number", attempt.number())
                .query(String.class)
                .single();
    }

    Duration ranBefore(AttemptId attempt) {
        double seconds = before(RAN_BEFORE, attempt).query(Double.class).single();
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private JdbcClient.StatementSpec before(String sql, AttemptId attempt) {
        return jdbc.sql(sql).param("job", attempt.job()).param("number", attempt.number());
    }

    private static JobAttempt attempt(ResultSet row) throws SQLException {
        Timestamp endedAt = row.getTimestamp("ended_at");
        return new JobAttempt(
                new AttemptId(row.getString("job_id"), row.getInt("number")),
                row.getString("worker"),
                row.getString("device"),
                row.getTimestamp("started_at").toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                row.getString("outcome"));
    }
}
