package dev.isograd.jobs.retention;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Finds the jobs whose data nobody needs any more, deletes them, and removes their rows. */
@Component
@Transactional(propagation = Propagation.REQUIRES_NEW)
class EndedJobs {

    /**
     * SQL condition: the row {@code j} of table job is over, no unfinished retry or fork starts from it, and no unfinished
     * comparison counts it.
     */
    private static final String UNUSED = """
            j.state in ('SUCCEEDED', 'FAILED', 'CANCELLED') and not exists (
                select from job later where later.origin_job = j.id
                    and later.state not in ('SUCCEEDED', 'FAILED', 'CANCELLED'))
            and not exists (
                select from comparison where finished_at is null and id in (select * from comparisons_of(j.id)))""";

    private static final String AMONG = """
            select j.id from job j where j.id = any (:jobs) and not j.purging and j.finished_at < :before and %s
            order by j.id""".formatted(UNUSED);

    // Materialized, because the planner could otherwise run a locking query several times, beyond its limit.
    private static final String DELETE = """
            with due as materialized (
                select j.id from job j
                where j.project_id = :project and j.kind = 'training' and j.deleted_at is null
                    and j.finished_at < :before and %s
                order by j.finished_at limit :limit for update of j skip locked)
            update job set deleted_at = clock_timestamp() where id in (select id from due) returning id""".formatted(UNUSED);

    private static final String PURGE = """
            with due as materialized (
                select j.id from job j where (j.deleted_at < :before or j.purging) and %s
                order by j.deleted_at limit :limit for update of j skip locked)
            update job set purging = true where id in (select id from due) returning id, project_id""".formatted(UNUSED);

    private final JdbcClient jdbc;

    EndedJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A job that cannot be restored any more. */
    record Purged(String id, String project) {}

    /** Returns those of the given jobs that ended before a time and that no unfinished job starts from. */
    List<String> among(Collection<String> jobs, Instant before) {
        return jdbc.sql(AMONG)
                .param("jobs", jobs.toArray(String[]::new))
                .param("before", Timestamp.from(before))
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Returns whether a job was created before a time; the jobs behind it, in the order of ids, are younger. */
    boolean isOlder(String job, Instant before) {
        return jdbc.sql("select exists (select from job where id = ? and created_at < ?)")
                .params(job, Timestamp.from(before))
                .query(Boolean.class)
                .single();
    }

    /** Deletes trainings that ended before a time, as a user would; returns their ids. */
    List<String> delete(String project, Instant before, int limit) {
        return jdbc.sql(DELETE)
                .param("project", project)
                .param("before", Timestamp.from(before))
                .param("limit", limit)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Ends the time in which jobs can be restored that were deleted before the given time; returns the jobs to purge. */
    List<Purged> purge(Instant before, int limit) {
        return jdbc.sql(PURGE)
                .param("before", Timestamp.from(before))
                .param("limit", limit)
                .query((row, number) -> new Purged(row.getString(1), row.getString(2)))
                .list();
    }

    /** Removes a job and all that belongs to it. */
    void remove(String job) {
        jdbc.sql("delete from job where id = ? and purging").param(job).update();
    }
}
