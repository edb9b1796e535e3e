package dev.isograd.metrics;

import dev.isograd.jobs.AttemptId;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores the numbers of an attempt in batches; storing a step again replaces its value. */
@Component
public class MetricWriter {

    private static final String INSERT = """
            insert into metric (job_id, attempt, name, module, step, value) values (?, ?, ?, ?, ?, ?)
            on conflict (job_id, attempt, name, module, step) do update set value = excluded.value""";
    private static final int BATCH = 500;

    // Names go unescaped into CSV and NDJSON.
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._]{0,99}");

    private final JdbcTemplate jdbc;

    MetricWriter(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Late points of a superseded attempt do no harm: readers look at the latest attempt only. */
    @Transactional
    public void write(AttemptId attempt, List<MetricPoint> points) {
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
