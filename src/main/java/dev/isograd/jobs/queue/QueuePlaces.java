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

    // The count has an upper limit and is done once for all jobs of a project. Otherwise, a long queue would be read
    // again
    // for every job on the page. Jobs that no worker and no quota lets run do not count: they keep nobody waiting.
    private static final String OF_JOBS = """
            with wanted as (
                select id, project_id, device, slots, not_before from job where id = any (:jobs) and state = 'QUEUED'),
            largest as (
                select max(slots) as slots, coalesce(max(slots) filter (where device <> 'cpu'), 0) as gpu_slots
                from worker where slots > 0 and last_seen_at > clock_timestamp() - interval '1 minute'),
            head as (
                select job.* from (select distinct project_id from wanted) p cross join lateral (
                    select id, project_id, device, slots, priority from job
                    where project_id = p.project_id and state = 'QUEUED'
                    order by priority desc, id limit :most) job),
            place as (
                select head.id, count(*) filter (where
                        (largest.slots is null
                            or head.slots <= case head.device when 'gpu' then largest.gpu_slots else largest.slots end)
                        and (p.max_slots is null or head.slots <= p.max_slots))
                    over (partition by head.project_id order by head.priority desc, head.id
                        rows between unbounded preceding and 1 preceding) as ahead
                from head cross join largest left join project_slots p using (project_id))
            select wanted.id, wanted.device, wanted.slots, wanted.not_before > clock_timestamp() as delayed,
                p.running_slots + wanted.slots > p.max_slots as over_quota, p.max_slots,
                case when largest.slots is null then null when wanted.device = 'gpu' then largest.gpu_slots
                    else largest.slots end as largest,
                coalesce(place.ahead, :most) as ahead
            from wanted cross join largest
            left join project_slots p using (project_id) left join place on place.id = wanted.id""";

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
                row.getInt("ahead"));
    }
}
