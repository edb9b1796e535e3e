package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.checkpoints.CheckpointNotes;
import dev.isograd.checkpoints.CheckpointReader;
import dev.isograd.checkpoints.CheckpointReader.Restored;
import dev.isograd.checkpoints.CheckpointReason;
import dev.isograd.checkpoints.CheckpointWriter;
import dev.isograd.checkpoints.SavedState;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.trainer.ChildMessage.CheckpointReady;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The checkpoints of one attempt: the one it goes on from and those it makes. */
final class AttemptCheckpoints implements AutoCloseable {

    private static final String RESUME = "resume.safetensors";
    private static final Pattern SAVED = Pattern.compile("checkpoint-[0-9]{1,18}\\.safetensors");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ClaimedJob job;
    private final Scratch scratch;
    private final ChildOutput output;
    private final WriteQueue writes;
    private final CheckpointWriter writer;
    private final CheckpointReader reader;
    private final JobQueue queue;

    private @Nullable CheckpointUpload upload;

    private AttemptCheckpoints(ClaimedJob job, Scratch scratch, ChildOutput output, WriteQueue writes, Factory access) {
        this.job = job;
        this.scratch = scratch;
        this.output = output;
        this.writes = writes;
        this.writer = access.writer;
        this.reader = access.reader;
        this.queue = access.queue;
    }

    /** Makes them for each attempt. */
    @Component
    @ConditionalOnRole(Role.WORKER)
    static class Factory {

        private final CheckpointWriter writer;
        private final CheckpointReader reader;
        private final JobQueue queue;

        Factory(CheckpointWriter writer, CheckpointReader reader, JobQueue queue) {
            this.writer = writer;
            this.reader = reader;
            this.queue = queue;
        }

        AttemptCheckpoints of(ClaimedJob job, Scratch scratch, ChildOutput output, WriteQueue writes) {
            return new AttemptCheckpoints(job, scratch, output, writes, this);
        }
    }

    /** Puts the newest whole checkpoint into the attempt's folder; empty where the training starts anew. */
    Optional<Restored> restore(BooleanSupplier givenUp) throws IOException {
        return reader.restore(job, scratch.file(RESUME), output::system, givenUp);
    }

    void markDamaged(Restored checkpoint, String damage) {
        reader.markDamaged(job.attempt(), checkpoint.id(), damage, output::system);
    }

    /** From now on the child's checkpoints are stored. */
    void follow(ChildProcess child) {
        close();
        upload = new CheckpointUpload(
                job.attempt().job(),
                state -> writer.store(job, state),
                () -> child.send(new SupervisorMessage.CheckpointTaken()),
                FIRST_PAUSE);
    }

    /** @throws IOException if the child names something that it cannot have written */
    void take(CheckpointReady ready) throws IOException {
        Path file = scratch.file(ready.file());
        if (!SAVED.matcher(ready.file()).matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("There is no checkpoint " + ready.file());
        }
        if (upload != null) {
            upload.offer(new SavedState(
                    file,
                    ready.bytes(),
                    ready.sha256(),
                    ready.epoch(),
                    ready.step(),
                    ready.testAccuracy(),
                    ready.testLoss(),
                    CheckpointReason.valueOf(ready.reason().name()),
                    ready.spent().trainSeconds(),
                    ready.spent().stepSeconds(),
                    TrainedFiles.withIsogradVersion(ready.versions())));
        }
    }

    /** Writes into the job's log and events what has happened to the checkpoints meanwhile. */
    void report() {
        if (upload != null) {
            for (CheckpointUpload.News news : upload.takeNews()) {
                output.system(news.sentence());
                if (news.notable()) {
                    writes.add(() -> queue.recordEvent(job.attempt(), CheckpointNotes.TYPE, news.sentence()));
                }
            }
        }
    }

    /**
     * Waits, after the child's end, for what it saved last.
     *
     * @param givenUp asked every second
     */
    void finish(Duration limit, BooleanSupplier givenUp) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        boolean over = upload == null || upload.finish(Duration.ZERO);
        while (upload != null && !over && System.nanoTime() < end && !givenUp.getAsBoolean()) {
            over = upload.finish(LOOK);
        }
        if (!over) {
            output.system(
                    "The last checkpoint could not be stored within %d s and is lost".formatted(limit.toSeconds()));
        }
        report();
    }

    @Override
    public void close() {
        if (upload != null) {
            upload.close();
            upload = null;
        }
    }
}
