package dev.isograd.checkpoints;

import dev.isograd.DatabaseClock;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.artifacts.StoredArtifact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Removes what uploads left in the store that were never committed. */
@Component
class OrphanedBytes {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedBytes.class);

    private static final String PLACE = "projects/";
    private static final Pattern OF_CHECKPOINTS = Pattern.compile("projects/[^/]+/jobs/[^/]+/checkpoints/.+");
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final ArtifactStore artifacts;
    private final OnePodAtATime alone;
    private final CheckpointProperties settings;
    private final DatabaseClock clock;

    OrphanedBytes(
            JdbcClient jdbc,
            ArtifactStore artifacts,
            OnePodAtATime alone,
            CheckpointProperties settings,
            DatabaseClock clock) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
        this.alone = alone;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            fixedDelayString = "${isograd.checkpoints.orphan-sweep-interval}",
            initialDelayString = "${isograd.checkpoints.orphan-sweep-interval}")
    void sweep() {
        try {
            alone.run("orphaned checkpoints", this::sweepAlone);
        } catch (DataAccessException | TransactionException | ArtifactStoreUnavailable unreachable) {
            LOG.warn("The store could not be swept; tried again later: {}", unreachable.getMessage());
        }
    }

    private void sweepAlone() {
        Instant before = clock.now().minus(settings.orphanAge());
        int uploads = artifacts.sweepUploads(before);
        int objects = 0;
        try (Stream<StoredArtifact> all = artifacts.list(PLACE)) {
            Iterator<String> old = all.filter(stored -> stored.lastModified().isBefore(before))
                    .map(StoredArtifact::key)
                    .filter(key -> OF_CHECKPOINTS.matcher(key).matches())
                    .iterator();
            while (old.hasNext()) {
                objects += removeUnnamed(next(old));
            }
        }
        if (uploads + objects > 0) {
            LOG.info(
                    "{} unfinished upload(s) and {} object(s) that no checkpoint names were removed", uploads, objects);
        }
    }

    private static List<String> next(Iterator<String> keys) {
        List<String> batch = new ArrayList<>();
        while (keys.hasNext() && batch.size() < BATCH) {
            batch.add(keys.next());
        }
        return batch;
    }

    private int removeUnnamed(List<String> keys) {
        Set<String> unnamed = new HashSet<>(keys);
        String[] asked = keys.toArray(String[]::new);
        jdbc.sql("""
                        select key from checkpoint where key = any (:keys)
                        union all select manifest_key from checkpoint where manifest_key = any (:keys)""").param("keys", asked).query(String.class).list().forEach(unnamed::remove);
        unnamed.forEach(artifacts::delete);
        return unnamed.size();
    }
}
