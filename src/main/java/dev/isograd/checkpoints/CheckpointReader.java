package dev.isograd.checkpoints;

import dev.isograd.Digests;
import dev.isograd.artifacts.ArtifactCorrupt;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobLineage;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.queue.JobQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Restores the newest intact checkpoint of a job and marks the corrupt ones that it finds. */
@Component
public class CheckpointReader {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);

    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final ArtifactStore artifacts;
    private final Checkpoints rows;
    private final JobQueue queue;
    private final UsableCheckpoints usable;
    private final TransactionTemplate transaction;

    CheckpointReader(
            ArtifactStore artifacts,
            Checkpoints rows,
            JobQueue queue,
            UsableCheckpoints usable,
            PlatformTransactionManager transactions) {
        this.artifacts = artifacts;
        this.rows = rows;
        this.queue = queue;
        this.usable = usable;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A checkpoint that was copied to a local file, with the training time up to its step.
     *
     * @param fork whether the checkpoint belongs to another job, whose spec may differ
     */
    public record Restored(String id, Path file, long step, double trainSeconds, double stepSeconds, boolean fork) {}

    /**
     * Copies a checkpoint to a local file: the newest intact one of the job, or else one of the job's origin. Marks the
     * corrupt checkpoints that it finds on the way.
     *
     * @param log receives a sentence about every corrupt checkpoint and about a start without a checkpoint
     * @param cancelled whether to stop; called repeatedly during the copy
     * @return empty if the training must start from the beginning
     * @throws CancellationException if the copy was cancelled
     * @throws CheckpointUnavailable if the artifact store is unavailable
     * @throws SourceCheckpointUnusable if the job is a fork and its checkpoint was deleted or is corrupt
     */
    public Optional<Restored> restore(ClaimedTraining job, Path file, Consumer<String> log, BooleanSupplier cancelled)
            throws IOException {
        AttemptId attempt = job.attempt();
        CopyTask task = new CopyTask(attempt, file, log, cancelled);
        Optional<Restored> newest = newest(attempt.job(), task);
        JobLineage origin = job.origin() == null || job.origin().checkpoint() == null ? null : job.origin();
        if (newest.isEmpty() && origin != null) {
            newest = ofOrigin(origin, task);
        }
        if (newest.isEmpty() && (attempt.number() > 1 || origin != null)) {
            String sentence = "There is no checkpoint to resume from; attempt %d starts from the beginning."
                    .formatted(attempt.number());
            queue.recordEvent(attempt, CheckpointEvents.TYPE, sentence);
            log.accept(sentence);
        }
        return newest;
    }

    /** The attempt that restores a checkpoint, and the file that the checkpoint is copied to. */
    private record CopyTask(AttemptId attempt, Path file, Consumer<String> log, BooleanSupplier cancelled) {}

    private Optional<Restored> newest(String job, CopyTask task) throws IOException {
        for (Optional<Checkpoint> next = usable.newest(job); next.isPresent(); next = usable.newest(job)) {
            Optional<String> corruption = copy(next.get(), task);
            if (corruption.isEmpty()) {
                return Optional.of(restored(next.get(), task.file(), false));
            }
            markCorrupt(task.attempt(), next.get().id(), corruption.get(), task.log());
        }
        return Optional.empty();
    }

    /** A retry accepts any checkpoint because its spec is unchanged; a fork needs the one that the user chose. */
    private Optional<Restored> ofOrigin(JobLineage origin, CopyTask task) throws IOException {
        if (origin.kind() == JobLineage.Kind.RETRY) {
            return newest(origin.job(), task);
        }
        String id = String.valueOf(origin.checkpoint());
        Checkpoint source = usable.byId(id, origin.job()).orElseThrow(() -> new SourceCheckpointUnusable(id));
        Optional<String> corruption = copy(source, task);
        if (corruption.isPresent()) {
            markCorrupt(task.attempt(), id, corruption.get(), task.log());
            throw new SourceCheckpointUnusable(id);
        }
        return Optional.of(restored(source, task.file(), true));
    }

    private static Restored restored(Checkpoint checkpoint, Path file, boolean fork) {
        return new Restored(
                checkpoint.id(), file, checkpoint.step(), checkpoint.trainSeconds(), checkpoint.stepSeconds(), fork);
    }

    /** Marks a checkpoint as corrupt; callers outside this class use it if a complete checkpoint cannot be loaded. */
    public void markCorrupt(AttemptId attempt, String id, String corruption, Consumer<String> log) {
        String sentence = "Checkpoint %s is corrupt and no longer used: %s".formatted(id, corruption);
        transaction.executeWithoutResult(status -> {
            queue.recordEvent(attempt, CheckpointEvents.TYPE, sentence);
            rows.lock(id).ifPresent(Checkpoint::markCorrupt);
        });
        LOG.warn("Checkpoint {} of {} is corrupt and no longer used: {}", id, attempt.job(), corruption);
        log.accept(sentence);
    }

    /** Copies a checkpoint and returns a description of its corruption, or empty if the checkpoint is intact. */
    private Optional<String> copy(Checkpoint checkpoint, CopyTask task) throws IOException {
        try {
            Optional<String> corruption = checkManifest(checkpoint);
            return corruption.isPresent() ? corruption : copyState(checkpoint, task);
        } catch (ArtifactMissing | ArtifactCorrupt unusable) {
            return Optional.of(String.valueOf(unusable.getMessage()));
        }
    }

    private Optional<String> checkManifest(Checkpoint checkpoint) {
        try (InputStream stored = artifacts.open(checkpoint.manifestKey())) {
            return Digests.of(stored.readNBytes(MAX_MANIFEST_BYTES)).equals(checkpoint.manifestSha256())
                    ? Optional.empty()
                    : Optional.of("the SHA-256 of its manifest does not match");
        } catch (IOException | ArtifactStoreUnavailable failed) {
            throw new CheckpointUnavailable(checkpoint.id(), failed);
        }
    }

    private Optional<String> copyState(Checkpoint checkpoint, CopyTask task) throws IOException {
        MessageDigest digest = Digests.sha256();
        long bytes = 0;
        try (InputStream stored = open(checkpoint);
                OutputStream out = Files.newOutputStream(task.file())) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = read(checkpoint, stored, buffer);
                    read >= 0 && bytes <= checkpoint.bytes();
                    read = read(checkpoint, stored, buffer)) {
                if (task.cancelled().getAsBoolean()) {
                    throw new CancellationException("The copy of the checkpoint was cancelled");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                bytes += read;
            }
        }
        if (bytes != checkpoint.bytes()) {
            return Optional.of("it has %s %,d bytes instead of %,d"
                    .formatted(
                            bytes > checkpoint.bytes() ? "more than" : "only",
                            Math.min(bytes, checkpoint.bytes()),
                            checkpoint.bytes()));
        }
        return HexFormat.of().formatHex(digest.digest()).equals(checkpoint.sha256())
                ? Optional.empty()
                : Optional.of("the SHA-256 of its state does not match");
    }

    private InputStream open(Checkpoint checkpoint) {
        try {
            return artifacts.open(checkpoint.key());
        } catch (ArtifactStoreUnavailable failed) {
            throw new CheckpointUnavailable(checkpoint.id(), failed);
        }
    }

    /** Separates read errors from write errors, because a full local disk is not an outage of the store. */
    private static int read(Checkpoint checkpoint, InputStream stored, byte[] buffer) {
        try {
            return stored.read(buffer);
        } catch (IOException failed) {
            throw new CheckpointUnavailable(checkpoint.id(), failed);
        }
    }
}
