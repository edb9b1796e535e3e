package dev.isograd.observability;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** The figures of the whole service that only the database knows, read by one statement. */
@Component
class ServiceFigures {

    /** A worker counts as lost after three missing heartbeats, as in the list of workers. */
    private static final String SQL = """
            with live as (
                select id, name, last_seen_at >= clock_timestamp() - interval '30 seconds' as alive from worker
                where last_seen_at >= clock_timestamp() - interval '1 hour'),
            device as (
                select live.name as worker, d.* from live join worker_device d on d.worker_id = live.id where alive),
            use as (
                select kind, coalesce(sum(slots) filter (where state in ('free', 'busy')), 0) as usable,
                    (select coalesce(sum(l.slots), 0) from job_lease l
                        join job_attempt a on a.job_id = l.job_id and a.number = l.attempt
                        where a.device = device.kind) as busy
                from device group by kind)
            select 'jobs' as figure, state as first, '' as second, '' as third, count(*)::float8 as value
                from job group by state
            union all select 'oldest', '', '', '',
                coalesce(greatest(0, extract(epoch from clock_timestamp() - min(queued_at))), 0)
                from job where state = 'QUEUED'
            union all select 'running', a.device, '', '', count(*)
                from job_lease l join job_attempt a on a.job_id = l.job_id and a.number = l.attempt group by a.device
            union all select 'workers', case when alive then 'live' else 'lost' end, '', '', count(*)
                from live group by 2
            union all select 'slots', kind, 'busy', '', busy from use
            union all select 'slots', kind, 'free', '', greatest(0, usable - busy) from use
            union all select 'slots', kind, state, '', sum(slots) from device
                where state in ('quarantined', 'unusable') group by kind, state
            union all select 'memory', worker, id, 'used', sum(used_bytes) from device group by worker, id
            union all select 'memory', worker, id, 'total', sum(total_bytes) from device group by worker, id
            union all select 'uploads', state, '', '', count(*) from upload group by state
            union all select 'datasets', state, '', '', count(*) from dataset where deleted_at is null group by state""";

    private static final RowMapper<Figure> ROW = (row, number) -> new Figure(
            row.getString("figure"),
            List.of(row.getString("first"), row.getString("second"), row.getString("third")),
            row.getDouble("value"));

    private final JdbcTemplate jdbc;

    ServiceFigures(JdbcTemplate shared) {
        this.jdbc = new JdbcTemplate(Objects.requireNonNull(shared.getDataSource()));
        this.jdbc.setQueryTimeout((int) Duration.ofSeconds(5).toSeconds());
    }

    /**
     * One number.
     *
     * @param name what was counted
     * @param parts what it was counted by; empty text where it has fewer parts
     */
    record Figure(String name, List<String> parts, double value) {}

    List<Figure> read() {
        return jdbc.query(SQL, ROW);
    }
}
