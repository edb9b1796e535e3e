package dev.isograd.jobs.queue;

import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the places of jobs in the queue. */
@Component
public class QueuePlaces {

    /** SQL condition: a running worker has slots that the row {@code %s} of table job fits. */
    private static final String FITS = """
            exists (select from largest where largest.slots = %1$s.slots and %1$s.device in (largest.kind, 'auto')
                and largest.bytes >= coalesce(%1$s.estimated_bytes, 0))""";

    // The count has an upper limit and is done once for all jobs of a project. Otherwise, a long queue would be read
    // again for every job on the page. Jobs that no worker and no quota lets run do not count: they keep nobody
    // waiting.
    private static final String OF_JOBS = """
            with wanted as (
                select id, project_id, device, slots, estimated_bytes, not_before from job
                where id = any (:jobs) and state = 'QUEUED'),
            largest as materialized (%s),
            running as materialized (
                select exists (select from worker
                    where slots > 0 and last_seen_at > clock_timestamp() - interval '1 minute') as any_worker),
            head as (
                select job.* from (select distinct project_id from wanted) p cross join lateral (
                    select id, project_id, device, slots, estimated_bytes, priority from job
                    where project_id = p.project_id and state = 'QUEUED'
                    order by priority desc, id limit :most) job),
            place as (
                select head.id, count(*) filter (where (not any_worker or %s)
                        and (p.max_slots is null or head.slots <= p.max_slots))
                    over (partition by head.project_id order by head.priority desc, head.id
                        rows between unbounded preceding and 1 preceding) as ahead
                from head cross join running left join project_slots p using (project_id))
            select wanted.id, wanted.device, wanted.slots, wanted.estimated_bytes,
                wanted.not_before > clock_timestamp() as delayed,
                p.running_slots + wanted.slots > p.max_slots as over_quota, p.max_slots,
                case when any_worker then (
                    select coalesce(max(largest.slots), 0) from largest where wanted.device in (largest.kind, 'auto'))
                    end as largest,
                (select max(largest.bytes) from largest
                    where largest.slots = wanted.slots and wanted.device in (largest.kind, 'auto')) as largest_bytes,
                (select d.state || ': ' || d.reason from worker_device d join worker w on w.id = d.worker_id
                    where d.state in ('quarantined', 'unusable') and wanted.device in (d.kind, 'auto')
                        and w.last_seen_at > clock_timestamp() - interval '1 minute'
                    order by d.worker_id, d.position limit 1) as fault,
                coalesce(place.ahead, :most) as ahead
            from wanted cross join running
            left join project_slots p using (project_id) left join place on place.id = wanted.id""".formatted(RunningSlots.LARGEST, FITS.formatted("head"));

    private final EntityManager entities;
    private final JdbcClient jdbc;

    QueuePlaces(EntityManager entities, JdbcClient jdbc) {
        this.entities = entities;
        this.jdbc = jdbc;
    }

    /** Returns places by job id, without jobs that are no longer queued. */
    public Map<String, QueuePlace> of(Collection<String> jobs) {
        if (jobs.isEmpty()) {
            return Map.of();
        }
        // Writes the changes of this transaction to the tables that the query reads.
        entities.flush();
        return jdbc
                .sql(OF_JOBS)
                .param("jobs", jobs.toArray(String[]::new))
                .param("most", QueuePlace.MOST_COUNTED)
                .query((row, number) -> place(row))
                .list()
                .stream()
                .collect(Collectors.toMap(QueuePlace::job, Function.identity()));
    }

    private static QueuePlace place(ResultSet row) throws SQLException {
        return new QueuePlace(
                row.getString("id"),
                row.getString("device"),
                row.getInt("slots"),
                row.getBoolean("delayed"),
                row.getBoolean("over_quota"),
                row.getObject("max_slots", Integer.class),
                row.getObject("largest", Integer.class),
                row.getLong("estimated_bytes"),
                row.getObject("largest_bytes", Long.class),
                row.getString("fault"),
                row.getInt("ahead"));
    }
}
