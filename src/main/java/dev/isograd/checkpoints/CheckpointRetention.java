package dev.isograd.checkpoints;

import dev.isograd.ClusterLock;
import dev.isograd.DatabaseClock;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.OriginCheckpoints;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * Marks checkpoints for deletion that are no longer needed, and deletes them after a delay.
 *
 * <p>It keeps the latest two and the best of each job, pinned ones, ones that are being read and the origins of
 * unfinished jobs.
 */
@Component
class CheckpointRetention {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointRetention.class);

    private static final int LATEST = 2;
    private static final int BEST = 1;
    private static final Duration KEEP_CORRUPT_FOR = Duration.ofDays(7);
    private static final int BATCH = 100;

    private static final String MARK_SUPERFLUOUS = """
            update checkpoint c set state = 'DELETING', deleting_since = :now
            from (select id,
                    row_number() over (partition by job_id order by attempt desc, step desc) as age,
                    row_number() over (partition by job_id
                        order by test_accuracy desc nulls last, attempt desc, step desc) as rank
                from checkpoint where state = 'COMMITTED') ranked
            where c.id = ranked.id and ranked.age > :latest and ranked.rank > :best
                and c.state = 'COMMITTED' and not c.pinned
                and (c.held_until is null or c.held_until < :now)
                and c.id <> all (:origins)""";

    private static final String MARK_CORRUPT = """
            update checkpoint set state = 'DELETING', deleting_since = :now
            where state = 'CORRUPT' and not pinned and created_at < :before""";

    private static final String SELECT_EXPIRED = """
            select id, key, manifest_key from checkpoint
            where state = 'DELETING' and deleting_since < :before order by deleting_since limit :limit""";

    private final JdbcClient jdbc;
    private final ArtifactStore artifacts;
    private final OriginCheckpoints origins;
    private final ClusterLock lock;
    private final CheckpointProperties settings;
    private final DatabaseClock clock;
    private final TransactionTemplate ownTransaction;

    CheckpointRetention(
            JdbcClient jdbc,
            ArtifactStore artifacts,
            OriginCheckpoints origins,
            ClusterLock lock,
            CheckpointProperties settings,
            DatabaseClock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
        this.origins = origins;
        this.lock = lock;
        this.settings = settings;
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Scheduled(
            fixedDelayString = "${isograd.checkpoints.sweep-interval}",
            initialDelayString = "${isograd.checkpoints.sweep-interval}")
    void sweep() {
        try {
            lock.run("checkpoint retention", () -> {
                markForDeletion();
                deleteExpired();
            });
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("The checkpoint sweep failed and will be retried: {}", unreachable.getMessage());
        }
    }

    private void markForDeletion() {
        ownTransaction.executeWithoutResult(status -> {
            Instant now = clock.now();
            // Read before the update. A job that is created in between has set held_until of its origin.
            List<String> unfinished = origins.ofUnfinishedJobs();
            int superfluous = jdbc.sql(MARK_SUPERFLUOUS)
                    .param("now", Timestamp.from(now))
                    .param("latest", LATEST)
                    .param("best", BEST)
                    .param("origins", unfinished.toArray(String[]::new))
                    .update();
            int corrupt = jdbc.sql(MARK_CORRUPT)
                    .param("now", Timestamp.from(now))
                    .param("before", Timestamp.from(now.minus(KEEP_CORRUPT_FOR)))
                    .update();
            if (superfluous + corrupt > 0) {
                LOG.info(
                        "{} checkpoint(s) marked for deletion, {} of them corrupt; their files will be deleted after {}",
                        superfluous + corrupt,
                        corrupt,
                        settings.deleteAfter());
            }
        });
    }

    private void deleteExpired() {
        Instant before = clock.now().minus(settings.deleteAfter());
        List<Expired> batch = expired(before);
        while (!batch.isEmpty() && batch.stream().allMatch(this::delete)) {
            batch = expired(before);
        }
    }

    private List<Expired> expired(Instant before) {
        return jdbc.sql(SELECT_EXPIRED)
                .param("before", Timestamp.from(before))
                .param("limit", BATCH)
                .query((row, number) -> new Expired(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    /** Deletes the files before the row: a row without files is retried, but files without a row would be orphans. */
    private boolean delete(Expired checkpoint) {
        try {
            artifacts.delete(checkpoint.key());
            artifacts.delete(checkpoint.manifestKey());
        } catch (RuntimeException unreachable) {
            LOG.warn("Cannot delete the files of checkpoint {}; will retry", checkpoint.id(), unreachable);
            return false;
        }
        ownTransaction.executeWithoutResult(
                status -> jdbc.sql("delete from checkpoint where id = ? and state = 'DELETING'")
                        .param(checkpoint.id())
                        .update());
        return true;
    }

    private record Expired(String id, String key, String manifestKey) {}
}
