package dev.isograd.checkpoints;

import dev.isograd.DatabaseClock;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.artifacts.StoredArtifact;
import dev.isograd.jobs.TrainedNetworks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Removes what attempts left in the store that no checkpoint and no result ever named. */
@Component
class OrphanedArtifacts {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedArtifacts.class);

    private static final String PLACE = "projects/";
    private static final Pattern OF_CHECKPOINTS = Pattern.compile("projects/[^/]+/jobs/[^/]+/checkpoints/.+");
    private static final Pattern OF_NETWORKS = Pattern.compile("projects/[^/]+/jobs/([^/]+)/attempts/.+");
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final ArtifactStore artifacts;
    private final TrainedNetworks networks;
    private final ClusterLock alone;
    private final CheckpointProperties settings;
    private final DatabaseClock clock;

    OrphanedArtifacts(
            JdbcClient jdbc,
            ArtifactStore artifacts,
            TrainedNetworks networks,
            ClusterLock alone,
            CheckpointProperties settings,
            DatabaseClock clock) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
        this.networks = networks;
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
                    .iterator();
            while (old.hasNext()) {
                objects += removeUnnamed(next(old));
            }
        }
        if (uploads + objects > 0) {
            LOG.info(
                    "{} unfinished upload(s) and {} object(s) that no checkpoint and no result names were removed",
                    uploads,
                    objects);
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
        Set<String> unnamed = checkpointsLeftBehind(keys);
        unnamed.addAll(networksLeftBehind(keys));
        unnamed.forEach(artifacts::delete);
        return unnamed.size();
    }

    private Set<String> checkpointsLeftBehind(List<String> keys) {
        Set<String> unnamed =
                keys.stream().filter(OF_CHECKPOINTS.asMatchPredicate()).collect(Collectors.toCollection(HashSet::new));
        jdbc.sql("""
                        select key from checkpoint where key = any (:keys)
                        union all select manifest_key from checkpoint where manifest_key = any (:keys)""")
                .param("keys", unnamed.toArray(String[]::new))
                .query(String.class)
                .list()
                .forEach(unnamed::remove);
        return unnamed;
    }

    private List<String> networksLeftBehind(List<String> keys) {
        Map<String, String> jobs = new HashMap<>();
        keys.stream()
                .map(OF_NETWORKS::matcher)
                .filter(Matcher::matches)
                .forEach(key -> jobs.put(key.group(), key.group(1)));
        return networks.leftBehind(jobs);
    }
}
