package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.checkpoints.CheckpointEvents;
import dev.isograd.checkpoints.CheckpointReader;
import dev.isograd.checkpoints.CheckpointReader.Restored;
import dev.isograd.checkpoints.CheckpointReason;
import dev.isograd.checkpoints.CheckpointWriter;
import dev.isograd.checkpoints.SavedState;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.trainer.ChildMessage.CheckpointReady;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The checkpoints of one attempt: restores the one it resumes from and stores the ones it saves. */
final class AttemptCheckpoints implements AutoCloseable {

    private static final String RESUME = "resume.safetensors";
    private static final Pattern SAVED = Pattern.compile("checkpoint-[0-9]{1,18}\\.safetensors");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final ClaimedTraining job;
    private final AttemptFolder folder;
    private final ChildOutput output;
    private final WriteQueue writes;
    private final CheckpointWriter writer;
    private final CheckpointReader reader;
    private final JobQueue queue;

    private @Nullable CheckpointUpload upload;

    private AttemptCheckpoints(
            ClaimedTraining job, AttemptFolder folder, ChildOutput output, WriteQueue writes, Factory access) {
        this.job = job;
        this.folder = folder;
        this.output = output;
        this.writes = writes;
        this.writer = access.writer;
        this.reader = access.reader;
        this.queue = access.queue;
    }

    /** Creates the checkpoints of each attempt. */
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

        AttemptCheckpoints of(ClaimedTraining job, AttemptFolder folder, ChildOutput output, WriteQueue writes) {
            return new AttemptCheckpoints(job, folder, output, writes, this);
        }
    }

    /**
     * Copies the newest intact checkpoint into the attempt's folder.
     *
     * @return empty if there is none and the training starts from the beginning
     * @throws java.util.concurrent.CancellationException once {@code cancelled} is true
     */
    Optional<Restored> restore(BooleanSupplier cancelled) throws IOException {
        return reader.restore(job, folder.file(RESUME), output::system, cancelled);
    }

    void markCorrupt(Restored checkpoint, String damage) {
        reader.markCorrupt(job.attempt(), checkpoint.id(), damage, output::system);
    }

    /** Starts storing the checkpoints of this child process. */
    void follow(RunningAttempt child) {
        close();
        upload = new CheckpointUpload(
                job.attempt().job(),
                state -> writer.store(job, state),
                () -> child.send(new SupervisorMessage.CheckpointTaken()),
                FIRST_PAUSE);
    }

    /** @throws IOException if there is no such checkpoint file */
    void store(CheckpointReady ready) throws IOException {
        if (!SAVED.matcher(ready.file()).matches()) {
            throw new IOException("This is not the name of a checkpoint: " + ready.file());
        }
        Path file = folder.file(ready.file());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
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

    /** Writes what happened to the checkpoints since the last call into the job's log and events. */
    void report() {
        if (upload != null) {
            for (CheckpointUpload.Notice notice : upload.takeNotices()) {
                output.system(notice.message());
                if (notice.isEvent()) {
                    writes.add(() -> queue.recordEvent(job.attempt(), CheckpointEvents.TYPE, notice.message()));
                }
            }
        }
    }

    /** Whether no checkpoint is waiting or being stored. */
    boolean isStored() {
        return upload == null || upload.isIdle();
    }

    /**
     * Waits, after the child has ended, until its last checkpoint is stored.
     *
     * @param cancelled polled every second; ends the wait
     * @return false if the wait ended before that
     */
    boolean finish(Duration limit, BooleanSupplier cancelled) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        boolean stored = upload == null || upload.finish(Duration.ZERO);
        while (upload != null && !stored && System.nanoTime() < end && !cancelled.getAsBoolean()) {
            stored = upload.finish(POLL_INTERVAL);
        }
        if (!stored) {
            long waited = limit.toSeconds() - TimeUnit.NANOSECONDS.toSeconds(Math.max(0, end - System.nanoTime()));
            output.system("The last checkpoint could not be stored within %d s and is lost".formatted(waited));
        }
        report();
        return stored;
    }

    @Override
    public void close() {
        if (upload != null) {
            upload.close();
            upload = null;
        }
    }
}
