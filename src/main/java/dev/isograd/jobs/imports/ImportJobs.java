package dev.isograd.jobs.imports;

import dev.isograd.Ids;
import dev.isograd.accounts.Caller;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.queue.ProjectSlots;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Submits imports, and tells how far they are and which jobs use a data set. */
@Component
public class ImportJobs {

    private static final int MOST_NAMED = 5;

    private static final String USERS = """
            select id from job where project_id = :project and spec ->> 'dataset' = :dataset
                and state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')
            order by id limit :limit""";

    private static final String PROGRESS = """
            select id, epoch, epochs, step, steps, eta_seconds from job where id = any (:jobs) and step is not null""";

    private static final String UPLOADS = """
            select distinct spec #>> '{source,upload}' from job
            where kind = 'import' and state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')
                and spec #>> '{source,upload}' = any (:uploads)""";

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final ProjectSlots quotas;
    private final JobHistory history;
    private final Ids ids;
    private final InstantSource clock;

    ImportJobs(
            EntityManager entities,
            JdbcClient jdbc,
            ProjectSlots quotas,
            JobHistory history,
            Ids ids,
            InstantSource clock) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.quotas = quotas;
        this.history = history;
        this.ids = ids;
        this.clock = clock;
    }

    /** Puts an import into the queue; returns the id of its job. */
    @Transactional(propagation = Propagation.MANDATORY)
    public String submit(Caller caller, ImportSpec spec) {
        Instant now = clock.instant();
        quotas.open(caller.project());
        Submission submission = new Submission("import " + spec.dataset(), Map.of(), 0, 1, new JobWork.Import(spec));
        Job job = new Job(
                ids.next("job"), caller.project(), submission, spec.limits().memoryBytes(), null, now);
        job.submittedBy(caller.account());
        entities.persist(job);
        history.changed(job, null, "Submitted.", now);
        return job.id();
    }

    /** Returns those of the given uploads whose imports are not over. */
    public Set<String> uploadsInUse(Collection<String> uploads) {
        return Set.copyOf(jdbc.sql(UPLOADS)
                .param("uploads", uploads.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** Returns the progress of jobs by id, without those that have not reported any. */
    public Map<String, JobProgress> progress(Collection<String> jobs) {
        if (jobs.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(PROGRESS)
                .param("jobs", jobs.toArray(String[]::new))
                .query((row, number) -> Map.entry(row.getString("id"), progress(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static JobProgress progress(ResultSet row) throws SQLException {
        return new JobProgress(
                row.getInt("epoch"),
                row.getInt("epochs"),
                row.getLong("step"),
                row.getLong("steps"),
                row.getObject("eta_seconds", Long.class));
    }

    /**
     * Returns the ids of jobs that use a version and are not over, the first few of them; its own import counts.
     *
     * @param dataset name and version, such as {@code pets@2}
     */
    public List<String> using(String project, String dataset) {
        return jdbc.sql(USERS)
                .param("project", project)
                .param("dataset", dataset)
                .param("limit", MOST_NAMED)
                .query((row, number) -> row.getString(1))
                .list();
    }
}
