package dev.isograd.checkpoints;

import dev.isograd.Digests;
import dev.isograd.Ids;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.checkpoints.Checkpoint.StoredKeys;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.queue.JobQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Stores the saved state of a training: first the state file, then its manifest, and last the row. */
@Component
public class CheckpointWriter {

    private static final String STATE = "state.safetensors";
    private static final String MANIFEST = "manifest.json";
    private static final Duration[] TIMES = {
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final ArtifactStore artifacts;
    private final Checkpoints rows;
    private final JobQueue queue;
    private final Ids ids;
    private final InstantSource clock;
    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Timer time;
    private final Counter bytes;

    CheckpointWriter(
            ArtifactStore artifacts,
            Checkpoints rows,
            JobQueue queue,
            Ids ids,
            InstantSource clock,
            JsonMapper json,
            PlatformTransactionManager transactions,
            MeterRegistry registry) {
        this.artifacts = artifacts;
        this.rows = rows;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
        this.time = Timer.builder("isograd.checkpoint")
                .description("Time to store a checkpoint")
                .serviceLevelObjectives(TIMES)
                .register(registry);
        this.bytes = Counter.builder("isograd.checkpoint.written")
                .description("Size of stored checkpoints")
                .baseUnit("bytes")
                .register(registry);
    }

    /**
     * Stores a state and commits its row, which makes the checkpoint visible. After a failure, call again with the same
     * state; files that remain without a row are deleted by {@link OrphanedArtifacts}.
     *
     * @return the checkpoint's id
     * @throws StateChecksumMismatch if the file differs from what its trainer wrote
     * @throws dev.isograd.jobs.AttemptSuperseded if a newer attempt has begun
     */
    public String store(ClaimedTraining job, SavedState saved) {
        try {
            requireIntact(saved);
            long before = System.nanoTime();
            StoredKeys keys = put(job, saved);
            String id = transaction.execute(status -> commit(job, saved, keys));
            time.record(Duration.ofNanos(System.nanoTime() - before));
            bytes.increment(saved.bytes());
            return id;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void requireIntact(SavedState saved) throws IOException {
        String found = Digests.of(saved.file());
        if (!found.equals(saved.sha256())) {
            throw new StateChecksumMismatch("The state of step %d has the SHA-256 %s on disk, but its trainer wrote %s"
                    .formatted(saved.step(), found, saved.sha256()));
        }
    }

    private StoredKeys put(ClaimedTraining job, SavedState saved) throws IOException {
        String folder = String.format(
                Locale.ROOT,
                "projects/%s/jobs/%s/checkpoints/%d-%d/",
                job.project(),
                job.attempt().job(),
                job.attempt().number(),
                saved.step());
        String key = folder + STATE + "-" + saved.sha256();
        artifacts.put(key, saved.file());
        byte[] manifest =
                json.writerWithDefaultPrettyPrinter().writeValueAsBytes(CheckpointManifest.of(job, saved, STATE, key));
        String sha256 = Digests.of(manifest);
        String manifestKey = folder + MANIFEST + "-" + sha256;
        Path file = Files.createTempFile(saved.file().toAbsolutePath().getParent(), "manifest-", ".json");
        try {
            Files.write(file, manifest);
            artifacts.put(manifestKey, file);
        } finally {
            Files.deleteIfExists(file);
        }
        return new StoredKeys(key, manifestKey, sha256);
    }

    private String commit(ClaimedTraining job, SavedState saved, StoredKeys keys) {
        queue.checkpointed(job.attempt());
        Optional<Checkpoint> existing =
                rows.at(job.attempt().job(), job.attempt().number(), saved.step());
        if (existing.isPresent()) {
            // The previous try was committed, but its result was lost.
            return existing.get().id();
        }
        Checkpoint created = rows.save(new Checkpoint(ids.next("ckpt"), job, saved, keys, clock.instant()));
        queue.recordEvent(
                job.attempt(),
                CheckpointEvents.TYPE,
                "Checkpoint %s of step %d was stored.".formatted(created.id(), created.step()));
        return created.id();
    }
}
