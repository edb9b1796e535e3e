package dev.isograd.jobs.retention;

import dev.isograd.ClusterLock;
import dev.isograd.DatabaseClock;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes what projects keep no longer, and purges deleted jobs.
 *
 * <p>One process of the cluster sweeps at a time, and handles a limited number of jobs; the next sweep finds the rest. Each job
 * is handled in a transaction of its own, so that a failure loses nothing.
 */
@Component
class RetentionSweep {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);

    private static final int PAGE = 100;

    private final JdbcClient jdbc;
    private final ProjectRetention projects;
    private final EndedJobs jobs;
    private final List<JobData> data;
    private final JobPurge purge;
    private final RetentionAudit audit;
    private final RetentionProperties settings;
    private final ClusterLock lock;
    private final DatabaseClock clock;
    private final TransactionTemplate ownTransaction;

    RetentionSweep(
            JdbcClient jdbc,
            ProjectRetention projects,
            EndedJobs jobs,
            List<JobData> data,
            JobPurge purge,
            RetentionAudit audit,
            RetentionProperties settings,
            ClusterLock lock,
            DatabaseClock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.projects = projects;
        this.jobs = jobs;
        this.data = data;
        this.purge = purge;
        this.audit = audit;
        this.settings = settings;
        this.lock = lock;
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Scheduled(
            fixedDelayString = "${isograd.retention.sweep-interval}",
            initialDelayString = "${isograd.retention.sweep-interval}")
    void sweep() {
        try {
            lock.run("retention", () -> {
                jdbc.sql("select id from project order by id")
                        .query(String.class)
                        .list()
                        .forEach(this::sweep);
                purge.purge();
            });
        } catch (DataAccessException | TransactionException | ArtifactStoreUnavailable unreachable) {
            LOG.warn("The retention sweep failed and will be retried: {}", unreachable.getMessage());
        }
    }

    private void sweep(String project) {
        RetentionDays days = projects.of(project);
        for (JobData kind : data) {
            Integer kept = days.of(kind.kind());
            if (kept != null) {
                int done = sweep(project, kind, before(kept));
                audit.deleted(project, kind.kind().name().toLowerCase(Locale.ROOT), done, kept);
            }
        }
        Integer kept = days.jobDays();
        if (kept != null) {
            int done = jobs.delete(project, before(kept), settings.mostJobs()).size();
            audit.deleted(project, "jobs", done, kept);
        }
    }

    private Instant before(int days) {
        return clock.now().minus(Duration.ofDays(days));
    }

    /** Ids grow with time, so the jobs that are old enough come first. */
    private int sweep(String project, JobData kind, Instant before) {
        int done = 0;
        List<String> page = kind.jobs(project, "", PAGE);
        while (!page.isEmpty()) {
            for (String job : jobs.among(page, before)) {
                if (done == settings.mostJobs()) {
                    return done;
                }
                ownTransaction.executeWithoutResult(status -> kind.delete(job, before));
                done++;
            }
            page = jobs.isOlder(page.getLast(), before) ? kind.jobs(project, page.getLast(), PAGE) : List.of();
        }
        return done;
    }
}
