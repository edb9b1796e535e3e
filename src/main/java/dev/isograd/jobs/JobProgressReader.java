package dev.isograd.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the current progress of jobs for event streams. */
@Component
public class JobProgressReader {

    private static final String NOW =
            "select id, state, phase, epoch, epochs, step, steps, eta_seconds from job where id = any (:jobs)";

    private final JdbcClient jdbc;

    JobProgressReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The current state of a job.
     *
     * @param progress an object that is serialized as JSON; null before the first progress
     */
    public record LiveJob(boolean isTerminal, @Nullable Object progress) {}

    private record Progress(
            @Nullable JobPhase phase,
            int epoch,
            int epochs,
            long step,
            long steps,
            double fraction,
            @Nullable Long etaSeconds) {}

    /** Returns the jobs by id, without those that do not exist. */
    public Map<String, LiveJob> now(Collection<String> jobs) {
        return jdbc
                .sql(NOW)
                .param("jobs", jobs.toArray(String[]::new))
                .query((row, number) -> Map.entry(row.getString("id"), job(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static LiveJob job(ResultSet row) throws SQLException {
        return new LiveJob(JobState.valueOf(row.getString("state")).isTerminal(), progress(row));
    }

    private static @Nullable Progress progress(ResultSet row) throws SQLException {
        if (row.getObject("step") == null) {
            return null;
        }
        JobProgress now = new JobProgress(
                row.getInt("epoch"),
                row.getInt("epochs"),
                row.getLong("step"),
                row.getLong("steps"),
                row.getObject("eta_seconds", Long.class));
        String phase = row.getString("phase");
        return new Progress(
                phase == null ? null : JobPhase.valueOf(phase),
                now.epoch(),
                now.epochs(),
                now.step(),
                now.steps(),
                now.fraction(),
                now.etaSeconds());
    }
}
