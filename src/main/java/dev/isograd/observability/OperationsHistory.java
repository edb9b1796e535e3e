package dev.isograd.observability;

import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what has changed in each interval of a window of time, from the times that jobs and attempts have anyway.
 *
 * <p>Nothing is sampled. The state of a moment is the present one without the changes since then.
 */
@Component
class OperationsHistory {

    private static final String INTERVAL =
            "floor(extract(epoch from %s - cast(:from as timestamptz)) / :seconds)::int as interval";

    private static final String QUEUE = """
            select %s, sum((to_state is not distinct from 'QUEUED')::int - (from_state is not distinct from 'QUEUED')::int) as change
            from job_event where at > :from and at <= :to and (from_state = 'QUEUED' or to_state = 'QUEUED')
            group by 1""".formatted(INTERVAL.formatted("at"));

    private static final String ATTEMPTS =
            """
            select interval, sum(change) as change from (
                select %s, 1 as change from job_attempt where started_at > :from and started_at <= :to and device = :device
                union all
                select %s, -1 from job_attempt where ended_at > :from and ended_at <= :to and device = :device) changes
            group by 1""".formatted(INTERVAL.formatted("started_at"), INTERVAL.formatted("ended_at"));

    private static final String WAITS = """
            select %s, count(*) as claims, percentile_cont(0.5) within group (order by waited) as median,
                max(waited) as longest
            from (
                select e.at, greatest(0, extract(epoch from e.at - entered.at)) as waited from job_event e
                cross join lateral (
                    select at from job_event where job_id = e.job_id and number < e.number and to_state = 'QUEUED'
                    order by number desc limit 1) entered
                where e.at > :from and e.at <= :to and e.from_state = 'QUEUED' and e.to_state = 'RUNNING') claimed
            group by 1""".formatted(INTERVAL.formatted("at"));

    /** A worker lived from its last start to its last report. */
    private static final String WORKERS = """
            select interval, count(distinct w.id) as workers, count(d.id) filter (where d.kind = 'gpu') as gpus
            from generate_series(0, :count - 1) interval
            join worker w on w.started_at <= cast(:from as timestamptz) + (interval + 1) * :seconds * interval '1 second'
                and w.last_seen_at >= cast(:from as timestamptz) + (interval + 1) * :seconds * interval '1 second'
                    - interval '30 seconds'
            left join worker_device d on d.worker_id = w.id
            group by 1""";

    private static final String NOW = """
            select (select count(*) from job where state = 'QUEUED') as queued,
                (select coalesce(greatest(0, extract(epoch from clock_timestamp() - min(queued_at))), 0)
                    from job where state = 'QUEUED') as oldest,
                (select count(*) from job_attempt where ended_at is null and device = 'cpu') as cpu,
                (select count(*) from job_attempt where ended_at is null and device = 'gpu') as gpu""";

    private final JdbcClient jdbc;

    OperationsHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The queue and the running attempts at this moment. */
    record Now(long queued, double oldestWaitSeconds, long runningCpu, long runningGpu) {}

    /** Times from the queue to a worker, of the claims of one interval. */
    record Waits(long claims, double median, double longest) {}

    /** Workers and their GPUs at the end of one interval. */
    record Machines(long workers, long gpus) {}

    /** A window of time, cut into intervals of equal length. */
    record Range(Instant from, int count, Duration interval) {

        Instant to() {
            return from.plus(interval.multipliedBy(count));
        }

        Instant end(int index) {
            return from.plus(interval.multipliedBy(index + 1L));
        }
    }

    Now now() {
        return jdbc.sql(NOW)
                .query((row, number) ->
                        new Now(row.getLong("queued"), row.getDouble("oldest"), row.getLong("cpu"), row.getLong("gpu")))
                .single();
    }

    /** Returns by how much the queue has grown in each interval. */
    Map<Integer, Long> queueChanges(Range range) {
        return changes(QUEUE, range, null);
    }

    /** Returns by how much the number of running attempts on a kind of device has grown in each interval. */
    Map<Integer, Long> runningChanges(Range range, String device) {
        return changes(ATTEMPTS, range, device);
    }

    private Map<Integer, Long> changes(String sql, Range range, @Nullable String device) {
        Map<Integer, Long> changes = new HashMap<>();
        JdbcClient.StatementSpec statement = within(sql, range);
        (device == null ? statement : statement.param("device", device)).query((ResultSet row) -> {
            changes.put(row.getInt("interval"), row.getLong("change"));
        });
        return changes;
    }

    Map<Integer, Waits> waits(Range range) {
        Map<Integer, Waits> waits = new HashMap<>();
        within(WAITS, range).query((ResultSet row) -> {
            waits.put(
                    row.getInt("interval"),
                    new Waits(row.getLong("claims"), row.getDouble("median"), row.getDouble("longest")));
        });
        return waits;
    }

    Map<Integer, Machines> machines(Range range) {
        Map<Integer, Machines> machines = new HashMap<>();
        jdbc.sql(WORKERS)
                .param("from", Timestamp.from(range.from()))
                .param("count", range.count())
                .param("seconds", range.interval().toSeconds())
                .query((ResultSet row) -> {
                    machines.put(row.getInt("interval"), new Machines(row.getLong("workers"), row.getLong("gpus")));
                });
        return machines;
    }

    private JdbcClient.StatementSpec within(String sql, Range range) {
        return jdbc.sql(sql)
                .param("from", Timestamp.from(range.from()))
                .param("to", Timestamp.from(range.to()))
                .param("seconds", range.interval().toSeconds());
    }
}
