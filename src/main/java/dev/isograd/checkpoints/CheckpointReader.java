package dev.isograd.checkpoints;

import dev.isograd.Digests;
import dev.isograd.artifacts.ArtifactDamaged;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobLineage;
import dev.isograd.jobs.queue.ClaimedJob;
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

/** Finds the newest checkpoint of a job whose bytes are still those that were stored. */
@Component
public class CheckpointReader {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);

    private static final int MOST_MANIFEST_BYTES = 1 << 20;
    private static final int CHUNK = 1 << 16;

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
     * A state in a local file, and what the training had taken when it was saved.
     *
     * @param fork whether it is of another spec
     */
    public record Restored(String id, Path file, long step, double trainSeconds, double stepSeconds, boolean fork) {}

    /**
     * Copies the newest whole checkpoint into the file: of the job, else of the one it was made from. Damaged ones found
     * on the way are used no more.
     *
     * @param log hears what was found, in sentences
     * @param givenUp asked while bytes are on their way
     * @return empty where the training has to start anew
     * @throws CancellationException if it was given up
     * @throws CheckpointUnreachable if the store cannot be read now
     * @throws CheckpointLost if the job was made to go on from one that there is no more
     */
    public Optional<Restored> restore(ClaimedJob job, Path file, Consumer<String> log, BooleanSupplier givenUp)
            throws IOException {
        AttemptId attempt = job.attempt();
        Copy copy = new Copy(attempt, file, log, givenUp);
        Optional<Restored> newest = newest(attempt.job(), copy);
        JobLineage origin = job.origin() == null || job.origin().checkpoint() == null ? null : job.origin();
        if (newest.isEmpty() && origin != null) {
            newest = ofOrigin(origin, copy);
        }
        if (newest.isEmpty() && (attempt.number() > 1 || origin != null)) {
            String sentence =
                    "There is no checkpoint to go on from: attempt %d starts anew.".formatted(attempt.number());
            queue.recordEvent(attempt, CheckpointNotes.TYPE, sentence);
            log.accept(sentence);
        }
        return newest;
    }

    /** Where a checkpoint is copied to and for whom. */
    private record Copy(AttemptId attempt, Path file, Consumer<String> log, BooleanSupplier givenUp) {}

    private Optional<Restored> newest(String job, Copy to) throws IOException {
        for (Optional<Checkpoint> next = usable.newest(job); next.isPresent(); next = usable.newest(job)) {
            Optional<String> damage = copy(next.get(), to);
            if (damage.isEmpty()) {
                return Optional.of(restored(next.get(), to.file(), false));
            }
            markDamaged(to.attempt(), next.get().id(), damage.get(), to.log());
        }
        return Optional.empty();
    }

    /** A retry is content with any, as its spec is the same; a fork was made for this very one. */
    private Optional<Restored> ofOrigin(JobLineage origin, Copy to) throws IOException {
        if (origin.kind() == JobLineage.Kind.RETRY) {
            return newest(origin.job(), to);
        }
        String id = String.valueOf(origin.checkpoint());
        Checkpoint wanted = usable.named(id, origin.job()).orElseThrow(() -> new CheckpointLost(id));
        Optional<String> damage = copy(wanted, to);
        if (damage.isPresent()) {
            markDamaged(to.attempt(), id, damage.get(), to.log());
            throw new CheckpointLost(id);
        }
        return Optional.of(restored(wanted, to.file(), true));
    }

    private static Restored restored(Checkpoint checkpoint, Path file, boolean fork) {
        return new Restored(
                checkpoint.id(), file, checkpoint.step(), checkpoint.trainSeconds(), checkpoint.stepSeconds(), fork);
    }

    /** Takes a checkpoint out of use that was read whole and could not be loaded. */
    public void markDamaged(AttemptId attempt, String id, String damage, Consumer<String> log) {
        String sentence = "Checkpoint %s is damaged and no longer used: %s".formatted(id, damage);
        transaction.executeWithoutResult(status -> {
            queue.recordEvent(attempt, CheckpointNotes.TYPE, sentence);
            rows.lock(id).ifPresent(Checkpoint::damaged);
        });
        LOG.warn("The checkpoint {} of {} is damaged and no longer used: {}", id, attempt.job(), damage);
        log.accept(sentence);
    }

    /** Returns what is wrong with it, if anything is. */
    private Optional<String> copy(Checkpoint checkpoint, Copy to) throws IOException {
        try {
            Optional<String> damage = damageOfManifest(checkpoint);
            return damage.isPresent() ? damage : copyState(checkpoint, to);
        } catch (ArtifactMissing | ArtifactDamaged lost) {
            return Optional.of(String.valueOf(lost.getMessage()));
        }
    }

    private Optional<String> damageOfManifest(Checkpoint checkpoint) {
        try (InputStream stored = artifacts.open(checkpoint.manifestKey())) {
            return Digests.of(stored.readNBytes(MOST_MANIFEST_BYTES)).equals(checkpoint.manifestSha256())
                    ? Optional.empty()
                    : Optional.of("its manifest is not the one that was stored");
        } catch (IOException | ArtifactStoreUnavailable failed) {
            throw new CheckpointUnreachable(checkpoint.id(), failed);
        }
    }

    private Optional<String> copyState(Checkpoint checkpoint, Copy to) throws IOException {
        MessageDigest digest = Digests.sha256();
        long bytes = 0;
        try (InputStream stored = open(checkpoint);
                OutputStream out = Files.newOutputStream(to.file())) {
            byte[] chunk = new byte[CHUNK];
            for (int read = read(checkpoint, stored, chunk);
                    read >= 0 && bytes <= checkpoint.bytes();
                    read = read(checkpoint, stored, chunk)) {
                if (to.givenUp().getAsBoolean()) {
                    throw new CancellationException("The checkpoint is not wanted any more");
                }
                digest.update(chunk, 0, read);
                out.write(chunk, 0, read);
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
                : Optional.of("its bytes do not have the SHA-256 that they were stored with");
    }

    private InputStream open(Checkpoint checkpoint) {
        try {
            return artifacts.open(checkpoint.key());
        } catch (ArtifactStoreUnavailable failed) {
            throw new CheckpointUnreachable(checkpoint.id(), failed);
        }
    }

    /** Apart from writing: a disk that is full says nothing of the store. */
    private static int read(Checkpoint checkpoint, InputStream stored, byte[] chunk) {
        try {
            return stored.read(chunk);
        } catch (IOException failed) {
            throw new CheckpointUnreachable(checkpoint.id(), failed);
        }
    }
}
