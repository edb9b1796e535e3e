package dev.isograd.jobs.queue;

import dev.isograd.jobs.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads which jobs currently hold slots, by worker. */
@Component
public class HeldSlots {

    private static final String HELD = """
            select l.worker, l.job_id, j.name, l.project_id, j.state, l.attempt, l.slots, a.started_at
            from job_lease l join job j on j.id = l.job_id
            left join job_attempt a on a.job_id = l.job_id and a.number = l.attempt
            order by l.job_id""";

    private final JdbcClient jdbc;

    HeldSlots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A job that runs on a worker.
     *
     * @param startedAt when the attempt started; null if the attempt has no row
     */
    public record RunningJob(
            String id,
            String name,
            String project,
            JobState state,
            int attempt,
            int slots,
            @Nullable Instant startedAt) {}

    private record Held(String worker, RunningJob job) {}

    /** Returns the running jobs of all projects by worker, so that the slots of other projects can be counted. */
    public Map<String, List<RunningJob>> byWorker() {
        return jdbc.sql(HELD).query(HeldSlots::held).list().stream()
                .collect(Collectors.groupingBy(Held::worker, Collectors.mapping(Held::job, Collectors.toList())));
    }

    private static Held held(ResultSet row, int number) throws SQLException {
        Timestamp startedAt = row.getTimestamp("started_at");
        RunningJob job = new RunningJob(
                row.getString("job_id"),
                row.getString("name"),
                row.getString("project_id"),
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getInt("slots"),
                startedAt == null ? null : startedAt.toInstant());
        return new Held(row.getString("worker"), job);
    }
}
