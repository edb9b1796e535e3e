package dev.isograd.checkpoints;

import dev.isograd.DatabaseClock;
import dev.isograd.artifacts.ArtifactStore;
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

/** Takes checkpoints out of use that are neither the latest, the best, pinned nor wanted by anybody, and later removes them. */
@Component
class CheckpointRetention {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointRetention.class);

    private static final int LATEST = 2;
    private static final int BEST = 1;
    private static final Duration DAMAGED_FOR = Duration.ofDays(7);
    private static final int BATCH = 100;

    /** The job of a fork that has yet to begin reads the table of jobs, which only their own package writes. */
    private static final String TAKE_OUT_OF_USE = """
            update checkpoint c set state = 'DELETING', deleting_since = :now
            from (select id,
                    row_number() over (partition by job_id order by attempt desc, step desc) as age,
                    row_number() over (partition by job_id
                        order by test_accuracy desc nulls last, attempt desc, step desc) as rank
                from checkpoint where state = 'COMMITTED') ranked
            where c.id = ranked.id and ranked.age > :latest and ranked.rank > :best
                and c.state = 'COMMITTED' and not c.pinned
                and (c.held_until is null or c.held_until < :now)
                and not exists (select 1 from job j where j.origin_checkpoint = c.id
                    and j.state not in ('SUCCEEDED', 'FAILED', 'CANCELLED'))""";

    private static final String FORGET_DAMAGED = """
            update checkpoint set state = 'DELETING', deleting_since = :now
            where state = 'CORRUPT' and not pinned and created_at < :before""";

    private static final String DUE = """
            select id, key, manifest_key from checkpoint
            where state = 'DELETING' and deleting_since < :before order by deleting_since limit :limit""";

    private final JdbcClient jdbc;
    private final ArtifactStore artifacts;
    private final ClusterLock alone;
    private final CheckpointProperties settings;
    private final DatabaseClock clock;
    private final TransactionTemplate ownTransaction;

    CheckpointRetention(
            JdbcClient jdbc,
            ArtifactStore artifacts,
            ClusterLock alone,
            CheckpointProperties settings,
            DatabaseClock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
        this.alone = alone;
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
            alone.run("checkpoint retention", () -> {
                takeOutOfUse();
                remove();
            });
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("Checkpoints could not be thinned out; tried again later: {}", unreachable.getMessage());
        }
    }

    private void takeOutOfUse() {
        ownTransaction.executeWithoutResult(status -> {
            Instant now = clock.now();
            int superfluous = jdbc.sql(TAKE_OUT_OF_USE)
                    .param("now", Timestamp.from(now))
                    .param("latest", LATEST)
                    .param("best", BEST)
                    .update();
            int damaged = jdbc.sql(FORGET_DAMAGED)
                    .param("now", Timestamp.from(now))
                    .param("before", Timestamp.from(now.minus(DAMAGED_FOR)))
                    .update();
            if (superfluous + damaged > 0) {
                LOG.info(
                        "{} checkpoint(s) taken out of use, {} of them damaged; their bytes go in {}",
                        superfluous + damaged,
                        damaged,
                        settings.deleteAfter());
            }
        });
    }

    private void remove() {
        Instant before = clock.now().minus(settings.deleteAfter());
        List<Gone> batch = due(before);
        while (!batch.isEmpty() && batch.stream().allMatch(this::remove)) {
            batch = due(before);
        }
    }

    private List<Gone> due(Instant before) {
        return jdbc.sql(DUE)
                .param("before", Timestamp.from(before))
                .param("limit", BATCH)
                .query((row, number) -> new Gone(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    /** Bytes first: a row without bytes is tried again, bytes without a row would have to be found. */
    private boolean remove(Gone gone) {
        try {
            artifacts.delete(gone.key());
            artifacts.delete(gone.manifestKey());
        } catch (RuntimeException unreachable) {
            LOG.warn("The bytes of checkpoint {} could not be deleted; tried again later", gone.id(), unreachable);
            return false;
        }
        ownTransaction.executeWithoutResult(
                status -> jdbc.sql("delete from checkpoint where id = ? and state = 'DELETING'")
                        .param(gone.id())
                        .update());
        return true;
    }

    private record Gone(String id, String key, String manifestKey) {}
}
