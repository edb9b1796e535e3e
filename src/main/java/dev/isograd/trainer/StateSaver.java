package dev.isograd.trainer;

import dev.isograd.Digests;
import dev.isograd.learning.StepHook;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingPosition;
import dev.isograd.trainer.SupervisorMessage.Interval;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Saves the state of a training between its steps and announces each checkpoint to the supervisor.
 *
 * <p>A checkpoint that cannot be written is only logged; the training continues.
 */
final class StateSaver implements StepHook {

    private static final String TEMPORARY = "checkpoint.part";

    /** Free space that a checkpoint needs, in checkpoints: the previous one may still be uploading. */
    private static final int ROOM = 2;

    /** Describes a saved checkpoint to the supervisor. */
    @FunctionalInterface
    interface Announcement {

        ChildMessage.CheckpointReady of(
                Path file, long bytes, String sha256, TrainingPosition position, SaveReason reason);
    }

    private final Path folder;
    private final Interval interval;
    private final SupervisorSignals signals;
    private final MessageChannel supervisor;
    private final Announcement announcement;
    private final LongSupplier nanoTime;

    private long savedBytes;
    private long savedStep;
    private long triedStep;
    private long triedNanos;

    StateSaver(
            Path folder,
            Interval interval,
            SupervisorSignals signals,
            MessageChannel supervisor,
            Announcement announcement,
            LongSupplier nanoTime) {
        this.folder = folder;
        this.interval = interval;
        this.signals = signals;
        this.supervisor = supervisor;
        this.announcement = announcement;
        this.nanoTime = nanoTime;
        this.triedNanos = nanoTime.getAsLong();
    }

    /** The state that the training resumed from is not saved again. */
    void resumedFrom(long step, long bytes) {
        savedStep = step;
        savedBytes = bytes;
        triedStep = step;
    }

    /** Saves a checkpoint if it was requested or is due, and ends the run when the supervisor asks for it. */
    @Override
    public boolean proceed(TrainingLoop loop) {
        SupervisorMessage.Stop stop = signals.stop();
        if (stop == null) {
            saveIfDue(loop);
        } else if (stop.checkpoint()) {
            save(loop, SaveReason.STOP);
        }
        return stop == null;
    }

    /** An interval checkpoint waits until both its time and its steps have passed and the last one is stored. */
    private void saveIfDue(TrainingLoop loop) {
        if (signals.takeSaveRequest()) {
            save(loop, SaveReason.REQUEST);
        } else if (!signals.isCheckpointPending() && isDue(loop.stepsDone())) {
            save(loop, SaveReason.INTERVAL);
        }
    }

    private boolean isDue(long step) {
        return step - triedStep >= Math.max(1, interval.steps())
                && nanoTime.getAsLong() - triedNanos >= TimeUnit.SECONDS.toNanos(interval.seconds());
    }

    /** Does nothing if the last checkpoint is already of this step. */
    void save(TrainingLoop loop, SaveReason reason) {
        long step = loop.stepsDone();
        if (step == savedStep) {
            return;
        }
        try {
            requireRoom();
            ChildMessage.CheckpointReady ready = write(loop, reason);
            savedBytes = ready.bytes();
            savedStep = step;
            signals.checkpointSent();
            send(ready);
        } catch (IOException | UncheckedIOException failed) {
            System.err.printf("No checkpoint at step %d, the training continues: %s%n", step, failed.getMessage());
            discard();
        }
        triedStep = step;
        triedNanos = nanoTime.getAsLong();
    }

    private void requireRoom() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < ROOM * savedBytes) {
            throw new IOException("%,d bytes are free, but a checkpoint needs %d times the %,d bytes of the last one"
                    .formatted(free, ROOM, savedBytes));
        }
    }

    /** Renames the file only when it is complete on the disk, so that a crash leaves no partial checkpoint. */
    private ChildMessage.CheckpointReady write(TrainingLoop loop, SaveReason reason) throws IOException {
        Path temporary = folder.resolve(TEMPORARY);
        TrainingPosition position;
        String sha256;
        try (FileOutputStream file = new FileOutputStream(temporary.toFile());
                DigestOutputStream digest = new DigestOutputStream(file, Digests.sha256());
                OutputStream out = new BufferedOutputStream(digest, 1 << 16)) {
            position = loop.saveState(out);
            out.flush();
            file.getFD().sync();
            sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
        }
        Path target = folder.resolve("checkpoint-" + position.step() + ".safetensors");
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return announcement.of(target, Files.size(target), sha256, position, reason);
    }

    /** A lost supervisor ends the training. */
    private void send(ChildMessage message) {
        try {
            supervisor.send(message);
        } catch (IOException supervisorGone) {
            throw new IllegalStateException("The supervisor is gone", supervisorGone);
        }
    }

    private void discard() {
        try {
            Files.deleteIfExists(folder.resolve(TEMPORARY));
        } catch (IOException failed) {
            System.err.println("The unfinished checkpoint could not be removed: " + failed.getMessage());
        }
    }
}
