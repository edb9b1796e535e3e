package dev.isograd.trainer;

import dev.isograd.Digests;
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
 * Writes the state of a training to its folder when it is time to, and tells the supervisor.
 *
 * <p>A checkpoint that cannot be written is a line in the log; the training goes on.
 */
final class StateSaver {

    private static final String TEMPORARY = "checkpoint.part";

    /** What was there before is still being sent away while the next one is written. */
    private static final int ROOM = 2;

    /** Names and places what is saved. */
    @FunctionalInterface
    interface Announcement {

        ChildMessage.CheckpointReady of(
                Path file, long bytes, String sha256, TrainingPosition position, SaveReason reason);
    }

    private final Path folder;
    private final Interval interval;
    private final SupervisorSignals orders;
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
            SupervisorSignals orders,
            MessageChannel supervisor,
            Announcement announcement,
            LongSupplier nanoTime) {
        this.folder = folder;
        this.interval = interval;
        this.orders = orders;
        this.supervisor = supervisor;
        this.announcement = announcement;
        this.nanoTime = nanoTime;
        this.triedNanos = nanoTime.getAsLong();
    }

    /** What the training goes on from need not be saved again. */
    void resumedFrom(long step, long bytes) {
        savedStep = step;
        savedBytes = bytes;
        triedStep = step;
    }

    /** Saves if it was asked for, or if both time and steps enough have passed and nothing is on its way. */
    void betweenSteps(TrainingLoop loop) {
        if (orders.takeSave()) {
            save(loop, SaveReason.REQUEST);
        } else if (!orders.isOnTheWay() && isDue(loop.stepsDone())) {
            save(loop, SaveReason.INTERVAL);
        }
    }

    private boolean isDue(long step) {
        return step - triedStep >= Math.max(1, interval.steps())
                && nanoTime.getAsLong() - triedNanos >= TimeUnit.SECONDS.toNanos(interval.seconds());
    }

    /** Does nothing where the last checkpoint is of this very step. */
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
            orders.checkpointSent();
            tell(ready);
        } catch (IOException | UncheckedIOException failed) {
            System.err.printf("No checkpoint at step %d, the training goes on: %s%n", step, failed.getMessage());
            discard();
        }
        triedStep = step;
        triedNanos = nanoTime.getAsLong();
    }

    private void requireRoom() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < ROOM * savedBytes) {
            throw new IOException(
                    "%,d bytes are free, %d times the last one's %,d are wanted".formatted(free, ROOM, savedBytes));
        }
    }

    /** A name that is there stands for a whole file on the disk, whenever the machine stops. */
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
        Path target = folder.resolve("checkpoint-%d.safetensors".formatted(position.step()));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return announcement.of(target, Files.size(target), sha256, position, reason);
    }

    /** Without a supervisor there is nobody to train for. */
    private void tell(ChildMessage message) {
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
