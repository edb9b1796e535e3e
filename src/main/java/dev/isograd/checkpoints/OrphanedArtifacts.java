package dev.isograd.checkpoints;

import dev.isograd.ClusterLock;
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

/** Deletes files in the artifact store that no checkpoint and no job result refers to, and unfinished uploads. */
@Component
class OrphanedArtifacts {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedArtifacts.class);

    private static final String PREFIX = "projects/";
    private static final Pattern CHECKPOINT_KEY = Pattern.compile("projects/[^/]+/jobs/[^/]+/checkpoints/.+");
    private static final Pattern NETWORK_KEY = Pattern.compile("projects/[^/]+/jobs/([^/]+)/attempts/.+");
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final ArtifactStore artifacts;
    private final TrainedNetworks networks;
    private final ClusterLock lock;
    private final CheckpointProperties settings;
    private final DatabaseClock clock;

    OrphanedArtifacts(
            JdbcClient jdbc,
            ArtifactStore artifacts,
            TrainedNetworks networks,
            ClusterLock lock,
            CheckpointProperties settings,
            DatabaseClock clock) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
        this.networks = networks;
        this.lock = lock;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            fixedDelayString = "${isograd.checkpoints.orphan-sweep-interval}",
            initialDelayString = "${isograd.checkpoints.orphan-sweep-interval}")
    void sweep() {
        try {
            lock.run("orphaned checkpoints", this::deleteOrphans);
        } catch (DataAccessException | TransactionException | ArtifactStoreUnavailable unreachable) {
            LOG.warn("The sweep of the artifact store failed and will be retried: {}", unreachable.getMessage());
        }
    }

    private void deleteOrphans() {
        Instant before = clock.now().minus(settings.orphanAge());
        int uploads = artifacts.sweepUploads(before);
        int files = 0;
        try (Stream<StoredArtifact> all = artifacts.list(PREFIX)) {
            Iterator<String> old = all.filter(stored -> stored.lastModified().isBefore(before))
                    .map(StoredArtifact::key)
                    .iterator();
            while (old.hasNext()) {
                files += deleteUnreferenced(nextBatch(old));
            }
        }
        if (uploads + files > 0) {
            LOG.info("Deleted {} unfinished upload(s) and {} unreferenced file(s)", uploads, files);
        }
    }

    private static List<String> nextBatch(Iterator<String> keys) {
        List<String> batch = new ArrayList<>();
        while (keys.hasNext() && batch.size() < BATCH) {
            batch.add(keys.next());
        }
        return batch;
    }

    private int deleteUnreferenced(List<String> keys) {
        Set<String> unreferenced = unreferencedCheckpoints(keys);
        unreferenced.addAll(unreferencedNetworks(keys));
        unreferenced.forEach(artifacts::delete);
        return unreferenced.size();
    }

    private Set<String> unreferencedCheckpoints(List<String> keys) {
        Set<String> unreferenced =
                keys.stream().filter(CHECKPOINT_KEY.asMatchPredicate()).collect(Collectors.toCollection(HashSet::new));
        jdbc.sql("""
                        select key from checkpoint where key = any (:keys)
                        union all select manifest_key from checkpoint where manifest_key = any (:keys)""")
                .param("keys", unreferenced.toArray(String[]::new))
                .query(String.class)
                .list()
                .forEach(unreferenced::remove);
        return unreferenced;
    }

    private List<String> unreferencedNetworks(List<String> keys) {
        Map<String, String> jobs = new HashMap<>();
        keys.stream()
                .map(NETWORK_KEY::matcher)
                .filter(Matcher::matches)
                .forEach(key -> jobs.put(key.group(), key.group(1)));
        return networks.unreferenced(jobs);
    }
}
