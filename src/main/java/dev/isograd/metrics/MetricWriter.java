package dev.isograd.metrics;

import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobQueue;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores the numbers of a job in batches; storing a step again replaces its value.
 *
 * <p>Only the attempt that counts may do so: numbers of all attempts form one series.
 */
@Component
public class MetricWriter {

    private static final String INSERT = """
            insert into metric (job_id, attempt, name, module, step, value) values (?, ?, ?, ?, ?, ?)
            on conflict (job_id, name, module, step)
            do update set value = excluded.value, attempt = excluded.attempt""";
    private static final String WITHDRAW = "delete from metric where job_id = ? and step > ?";
    private static final int BATCH = 500;

    // Names go unescaped into CSV and NDJSON.
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._]{0,99}");

    private final JdbcTemplate jdbc;
    private final JobQueue queue;

    MetricWriter(JdbcTemplate jdbc, JobQueue queue) {
        this.jdbc = jdbc;
        this.queue = queue;
    }

    /** Withdraws the numbers of steps that are lost and will be trained again. */
    @Transactional
    public void goOnFrom(AttemptId attempt, long step) {
        queue.requireCurrent(attempt);
        jdbc.update(WITHDRAW, attempt.job(), step);
    }

    /** @throws dev.isograd.jobs.AttemptSuperseded if the attempt no longer counts */
    @Transactional
    public void write(AttemptId attempt, List<MetricPoint> points) {
        queue.requireCurrent(attempt);
        jdbc.batchUpdate(INSERT, points, BATCH, (statement, point) -> {
            statement.setString(1, attempt.job());
            statement.setInt(2, attempt.number());
            statement.setString(3, check(point.name()));
            statement.setInt(4, point.module() == null ? 0 : point.module());
            statement.setLong(5, point.step());
            statement.setDouble(6, point.value());
        });
    }

    private static String check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a metric name: " + name);
        }
        return name;
    }
}
