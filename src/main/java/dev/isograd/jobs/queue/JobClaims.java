package dev.isograd.jobs.queue;

import dev.isograd.Ids;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobKind;
import dev.isograd.jobs.JobLineage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Claims jobs from the queue, with one SQL statement per claim.
 *
 * <p>A claim picks the project that uses the fewest slots relative to its weight; ties go to the least recently served
 * project. Within the project, it picks the job with the highest priority, oldest first. It locks the row of the project
 * before any other row. Therefore no job is claimed twice, and no project exceeds its quota. Jobs that another
 * transaction is changing are skipped.
 */
@Component
class JobClaims {

    /** SQL condition: the slots, whose largest estimates a parameter lists, take the row {@code j} of table job. */
    private static final String FITS_SLOTS = """
            j.slots <= (select count(*) from unnest(cast(:%s as bigint[])) slot (bytes)
                where slot.bytes >= coalesce(j.estimated_bytes, 0))""";

    /** SQL condition: the kind of device is right. A GPU is preferred if any running worker has one that is large enough. */
    private static final String RIGHT_DEVICE = """
            case :device when 'cpu' then j.device = 'cpu' or j.device = 'auto' and not exists (
                    select from largest where kind = 'gpu' and largest.slots = j.slots
                        and largest.bytes >= coalesce(j.estimated_bytes, 0))
                else j.device in ('gpu', 'auto') end""";

    /**
     * SQL condition: this version knows what the row {@code j} of table job asks for. During a rollout, a newer version may
     * already submit jobs of a kind that this one could only fail.
     */
    private static final String KNOWN = Stream.of(JobKind.values())
            .map(kind -> "'" + kind.word() + "'")
            .collect(Collectors.joining(", ", "j.kind in (", ")"));

    /** SQL condition: the worker could run the row {@code j} of table job now. */
    private static final String FITS = """
            j.state = 'QUEUED' and j.slots <= :slots and (j.not_before is null or j.not_before <= clock_timestamp())
            and %s and %s and %s""".formatted(KNOWN, RIGHT_DEVICE, FITS_SLOTS.formatted("free"));

    private static final String WITHIN_QUOTA = "(p.max_slots is null or p.running_slots + %s.slots <= p.max_slots)";

    private static final String NEXT = """
            select p.project_id from project_slots p
            cross join lateral (
                select j.id, j.slots from job j where j.project_id = p.project_id and %s
                order by j.priority desc, j.id limit 1) head
            where %s
            order by p.running_slots / p.weight, p.last_claimed_at nulls first, head.id limit 1""".formatted(FITS, WITHIN_QUOTA.formatted("head"));

    // The queries are materialized because the planner could otherwise run a locking query twice and lock several rows.
    // The project is compared with a value instead of joined, so that the index returns its jobs in order and the
    // query can stop after the first.
    private static final String CLAIM = """
            with largest as materialized (%s),
            next as materialized (%s %s),
            locked as materialized (
                select j.id, j.slots, j.project_id from job j where j.project_id = (select project_id from next)
                and %s order by j.priority desc, j.id limit 1 for update of j skip locked),
            counted as (
                update project_slots p
                set running_slots = p.running_slots + locked.slots, last_claimed_at = clock_timestamp()
                from locked where p.project_id = locked.project_id and %s
                returning p.project_id),
            claimed as (
                update job j set state = 'RUNNING', phase = 'STARTING', attempt = j.attempt + 1,
                    started_at = coalesce(j.started_at, :now), not_before = null, reserved_by = null
                from locked join counted using (project_id) where j.id = locked.id
                returning j.*),
            leased as (
                insert into job_lease (job_id, attempt, worker, project_id, slots, renewed_at, expires_at)
                select id, attempt, :worker, project_id, slots, clock_timestamp(),
                    clock_timestamp() + :lease * interval '1 ms' from claimed),
            tried as (
                insert into job_attempt (job_id, number, worker, device, started_at)
                select id, attempt, :worker, :device, :now from claimed),
            recorded as (
                insert into job_event (id, job_id, type, at, from_state, to_state, message, attempt)
                select :event, id, 'state', :now, 'QUEUED', 'RUNNING',
                    'Started on ' || coalesce((select name from worker where id = :worker), :worker)
                        || ' (' || :device || ').', attempt
                from claimed)
            select id, attempt, project_id, slots, estimated_bytes, kind, spec, origin, origin_job, origin_checkpoint,
                extract(epoch from clock_timestamp() - queued_at) as waited from claimed""";

    private static final String CLAIM_UNCONTENDED = claim("for update of p skip locked");
    private static final String CLAIM_IN_TURN = claim("for update of p");

    private static final String RESERVED = "j.reserved_by = :worker and " + FITS;

    /**
     * Claims the job that this worker is reserved for, before any other job. The claim waits for the project's row: if it
     * skipped the row, a smaller job could take the slots that have become free.
     */
    private static final String CLAIM_RESERVED = CLAIM.formatted(
            RunningSlots.LARGEST,
            "select p.project_id from project_slots p join job j using (project_id) where " + RESERVED + " and "
                    + WITHIN_QUOTA.formatted("j") + " limit 1",
            "for update of p",
            RESERVED,
            WITHIN_QUOTA.formatted("locked"));

    private static final String HELD = """
            select id, j.attempt, j.project_id, j.slots, estimated_bytes, kind, spec, origin, origin_job, origin_checkpoint,
                0 as waited
            from job j join job_lease l on l.job_id = j.id and l.attempt = j.attempt
            where j.id = :job and j.attempt = :attempt and l.expires_at > clock_timestamp()""";

    private static final String RESERVE = """
            with largest as materialized (%s),
            large as materialized (
                select j.id from job j join project_slots p using (project_id)
                where j.state = 'QUEUED' and not %s and %s and %s
                    and j.queued_at < clock_timestamp() - :patience * interval '1 ms'
                    and (j.not_before is null or j.not_before <= clock_timestamp())
                    and %s and %s
                    and (j.reserved_by is null or j.reserved_by = :worker or j.reserved_by not in (
                        select id from worker where last_seen_at > clock_timestamp() - interval '1 minute'))
                order by j.queued_at limit 1 for update of j skip locked),
            reserved as (
                update job j set reserved_by = :worker from large
                where j.id = large.id and j.reserved_by is distinct from :worker)
            select exists (select from large)""".formatted(
                    RunningSlots.LARGEST,
                    FITS_SLOTS.formatted("free"),
                    FITS_SLOTS.formatted("total"),
                    RIGHT_DEVICE,
                    KNOWN,
                    WITHIN_QUOTA.formatted("j"));

    private final JdbcClient jdbc;
    private final JobProperties settings;
    private final Ids ids;
    private final InstantSource clock;

    JobClaims(JdbcClient jdbc, JobProperties settings, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** The row of a claimed job; the spec is JSON, and the time waited began when the job last entered the queue. */
    record Claimed(
            AttemptId attempt,
            String project,
            int slots,
            long estimatedBytes,
            JobKind kind,
            String spec,
            @Nullable JobLineage origin,
            Duration waited) {}

    Optional<Claimed> claim(FreeSlots slots) {
        if (slots.free() < slots.total() && reserve(slots)) {
            return Optional.empty();
        }
        if (slots.total() > 1) {
            Optional<Claimed> reserved = claim(CLAIM_RESERVED, slots);
            if (reserved.isPresent()) {
                return reserved;
            }
        }
        // Simultaneous claims serve different projects. A claim waits for others only if it finds no unlocked project.
        return claim(CLAIM_UNCONTENDED, slots).or(() -> claim(CLAIM_IN_TURN, slots));
    }

    private static String claim(String locking) {
        return CLAIM.formatted(RunningSlots.LARGEST, NEXT, locking, FITS, WITHIN_QUOTA.formatted("locked"));
    }

    private Optional<Claimed> claim(String sql, FreeSlots slots) {
        return jdbc.sql(sql)
                .param("slots", slots.free())
                .param("free", slots.unused().toArray(Long[]::new))
                .param("worker", slots.worker())
                .param("device", slots.device())
                .param("lease", settings.lease().toMillis())
                .param("now", Timestamp.from(clock.instant()))
                .param("event", ids.next("evt"))
                .query((row, number) -> read(row))
                .optional();
    }

    private static Claimed read(ResultSet row) throws SQLException {
        return new Claimed(
                new AttemptId(row.getString("id"), row.getInt("attempt")),
                row.getString("project_id"),
                row.getInt("slots"),
                row.getLong("estimated_bytes"),
                JobKind.of(row.getString("kind")),
                row.getString("spec"),
                origin(row),
                Duration.ofMillis(Math.max(0, Math.round(row.getDouble("waited") * 1_000))));
    }

    /** Reads a job again that was claimed before; empty if its lease has expired. */
    Optional<Claimed> held(AttemptId attempt) {
        return jdbc.sql(HELD)
                .param("job", attempt.job())
                .param("attempt", attempt.number())
                .query((row, number) -> read(row))
                .optional();
    }

    private static @Nullable JobLineage origin(ResultSet row) throws SQLException {
        String kind = row.getString("origin");
        return kind == null
                ? null
                : new JobLineage(
                        JobLineage.Kind.valueOf(kind), row.getString("origin_job"), row.getString("origin_checkpoint"));
    }

    /** Returns whether this worker is reserved for a large job that has waited too long; it then claims nothing else. */
    private boolean reserve(FreeSlots slots) {
        return jdbc.sql(RESERVE)
                .param("worker", slots.worker())
                .param("device", slots.device())
                .param("free", slots.unused().toArray(Long[]::new))
                .param("total", slots.all().toArray(Long[]::new))
                .param("patience", settings.patience().toMillis())
                .query(Boolean.class)
                .single();
    }
}
