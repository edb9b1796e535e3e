package dev.isograd.metrics;

import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.queue.JobQueue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores the metric values of a job in batches; storing a step again replaces its value.
 *
 * <p>Only the current attempt may write, because the values of all attempts form one series.
 */
@Component
public class MetricWriter {

    /** Largest batch; each batch is one statement and one message of a stream. */
    static final int BATCH = 500;

    // Locks the row until the end of the transaction, so that batches become visible in the order of their numbers.
    private static final String NEXT_BATCH = """
            insert into metric_count (job_id, batches, points, last_step) values (:job, 1, :points, :last)
            on conflict (job_id) do update set batches = metric_count.batches + 1,
                points = metric_count.points + excluded.points,
                last_step = greatest(metric_count.last_step, excluded.last_step)
            returning batches""";

    private static final String INSERT = """
            insert into metric (job_id, attempt, name, module, step, value, batch)
            select :job, :attempt, name, module, step, value, :batch
            from unnest(:names::text[], :modules::int[], :steps::bigint[], :values::float8[])
                as point (name, module, step, value)
            on conflict (job_id, name, module, step)
            do update set value = excluded.value, attempt = excluded.attempt, batch = excluded.batch""";

    // Runs first and locks the row, so that MetricThinning cannot aggregate values while they are deleted.
    private static final String RESET_COUNT = """
            update metric_count
            set last_step = least(last_step, :step), thinned_to = least(thinned_to, :step) where job_id = :job""";
    private static final String DELETE_POINTS = "delete from metric where job_id = :job and step > :step";
    private static final String DELETE_BUCKETS = "delete from metric_bucket where job_id = :job and step > :step";

    // RawWriter writes names into CSV and NDJSON without escaping.
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._]{0,99}");

    private final JdbcClient jdbc;
    private final JobQueue queue;

    MetricWriter(JdbcClient jdbc, JobQueue queue) {
        this.jdbc = jdbc;
        this.queue = queue;
    }

    /** Deletes the values after a step: a resumed training lost those steps and repeats them. */
    @Transactional
    public void discardAfter(AttemptId attempt, long step) {
        queue.requireCurrent(attempt);
        for (String statement : List.of(RESET_COUNT, DELETE_POINTS, DELETE_BUCKETS)) {
            jdbc.sql(statement).param("job", attempt.job()).param("step", step).update();
        }
    }

    /** @throws dev.isograd.jobs.AttemptSuperseded if a newer attempt has begun */
    @Transactional
    public void write(AttemptId attempt, List<MetricPoint> points) {
        points.forEach(point -> check(point.name()));
        queue.requireCurrent(attempt);
        for (int from = 0; from < points.size(); from += BATCH) {
            insert(attempt, deduplicated(points.subList(from, Math.min(points.size(), from + BATCH))));
        }
    }

    private record Key(String name, @Nullable Integer module, long step) {}

    /** Keeps the last point of each key, because one statement cannot write a row twice. */
    private static Collection<MetricPoint> deduplicated(List<MetricPoint> points) {
        Map<Key, MetricPoint> last = new LinkedHashMap<>();
        points.forEach(point -> last.put(new Key(point.name(), point.module(), point.step()), point));
        return last.values();
    }

    private void insert(AttemptId attempt, Collection<MetricPoint> points) {
        long batch = jdbc.sql(NEXT_BATCH)
                .param("job", attempt.job())
                .param("points", points.size())
                .param(
                        "last",
                        points.stream().mapToLong(MetricPoint::step).max().orElseThrow())
                .query(Long.class)
                .single();
        jdbc.sql(INSERT)
                .param("job", attempt.job())
                .param("attempt", attempt.number())
                .param("batch", batch)
                .param("names", points.stream().map(MetricPoint::name).toArray(String[]::new))
                .param("modules", points.stream().map(MetricWriter::module).toArray(Integer[]::new))
                .param("steps", points.stream().map(MetricPoint::step).toArray(Long[]::new))
                .param("values", points.stream().map(MetricPoint::value).toArray(Double[]::new))
                .update();
    }

    private static Integer module(MetricPoint point) {
        Integer module = point.module();
        return module == null ? Integer.valueOf(0) : module;
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Invalid metric name: " + name);
        }
    }
}
