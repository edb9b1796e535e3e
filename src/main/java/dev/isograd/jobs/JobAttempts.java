package dev.isograd.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of attempts, whose rows {@link JobClaims} begins and {@link JobLeases} ends. */
@Component
class JobAttempts {

    private static final String OF_JOBS = """
            select job_id, number, worker, device, started_at, ended_at, outcome from job_attempt
            where job_id = any (:jobs) order by job_id, number""";

    private final JdbcClient jdbc;

    JobAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By job, the first attempt first. */
    Map<String, List<JobAttempt>> of(Collection<String> jobs) {
        if (jobs.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(OF_JOBS)
                .param("jobs", jobs.toArray(String[]::new))
                .query((row, number) -> attempt(row))
                .stream()
                .collect(Collectors.groupingBy(attempt -> attempt.id().job()));
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
