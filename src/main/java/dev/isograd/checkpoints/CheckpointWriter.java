package dev.isograd.checkpoints;

import dev.isograd.Digests;
import dev.isograd.Ids;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.checkpoints.Checkpoint.StoredKeys;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.JobQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts saved states of trainings into the store: the state first, the manifest that names it, the row last. */
@Component
public class CheckpointWriter {

    private static final String STATE = "state.safetensors";
    private static final String MANIFEST = "manifest.json";

    private final ArtifactStore artifacts;
    private final Checkpoints rows;
    private final JobQueue queue;
    private final Ids ids;
    private final InstantSource clock;
    private final JsonMapper json;
    private final TransactionTemplate transaction;

    CheckpointWriter(
            ArtifactStore artifacts,
            Checkpoints rows,
            JobQueue queue,
            Ids ids,
            InstantSource clock,
            JsonMapper json,
            PlatformTransactionManager transactions) {
        this.artifacts = artifacts;
        this.rows = rows;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Stores a state and commits it; until then nothing of it is seen, and what was stored is swept up some day. May be
     * called again with the same state after a failure.
     *
     * @return the checkpoint's id
     * @throws DamagedState if the file is not what its trainer wrote
     * @throws dev.isograd.jobs.AttemptSuperseded if the attempt no longer counts
     */
    public String store(ClaimedJob job, SavedState saved) {
        try {
            requireWhole(saved);
            StoredKeys keys = put(job, saved);
            return transaction.execute(status -> commit(job, saved, keys));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void requireWhole(SavedState saved) throws IOException {
        String found = Digests.of(saved.file());
        if (!found.equals(saved.sha256())) {
            throw new DamagedState("The state of step %d has the SHA-256 %s on the disk; its trainer wrote %s"
                    .formatted(saved.step(), found, saved.sha256()));
        }
    }

    private StoredKeys put(ClaimedJob job, SavedState saved) throws IOException {
        String folder = "projects/%s/jobs/%s/checkpoints/%d-%d/"
                .formatted(job.project(), job.attempt().job(), job.attempt().number(), saved.step());
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

    private String commit(ClaimedJob job, SavedState saved, StoredKeys keys) {
        queue.checkpointed(job.attempt());
        Optional<Checkpoint> before = rows.at(job.attempt().job(), job.attempt().number(), saved.step());
        if (before.isPresent()) {
            // The last try did commit; only its answer was lost.
            return before.get().id();
        }
        Checkpoint made = rows.save(new Checkpoint(ids.next("ckpt"), job, saved, keys, clock.instant()));
        queue.recordEvent(
                job.attempt(),
                CheckpointNotes.TYPE,
                "Checkpoint %s of step %d was stored.".formatted(made.id(), made.step()));
        return made.id();
    }
}
