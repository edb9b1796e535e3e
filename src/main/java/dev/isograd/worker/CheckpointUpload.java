package dev.isograd.worker;

import dev.isograd.DatabaseOutage;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.checkpoints.SavedState;
import dev.isograd.jobs.AttemptSuperseded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Stores the checkpoints of one attempt on its own thread while the training continues.
 *
 * <p>One checkpoint is stored at a time, and one may wait. During an outage of the store or the database, a checkpoint
 * is retried after growing pauses, until it is stored, a newer one replaces it or the attempt ends. Any other failure is
 * final, because it would only happen again.
 */
final class CheckpointUpload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointUpload.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Stores one state and returns the id of the checkpoint. */
    @FunctionalInterface
    interface Destination {

        String store(SavedState state);
    }

    /**
     * A message for the job's log.
     *
     * @param isEvent whether the message is also recorded as an event of the job
     */
    record Notice(String message, boolean isEvent) {}

    private final Destination destination;
    private final Runnable firstTryDone;
    private final Duration firstPause;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Notice> notices = new ArrayList<>();
    private @Nullable SavedState waiting;
    private boolean busy;
    private boolean finishing;
    private boolean closed;

    /**
     * @param firstTryDone run after the first try to store a state, so that the next one may be written
     * @param firstPause doubled after each failure
     */
    CheckpointUpload(String name, Destination destination, Runnable firstTryDone, Duration firstPause) {
        this.destination = destination;
        this.firstTryDone = firstTryDone;
        this.firstPause = firstPause;
        Map<String, String> marks = MDC.getCopyOfContextMap();
        Thread.ofVirtual().name(name + " checkpoints").start(() -> {
            MDC.setContextMap(marks == null ? Map.of() : marks);
            run();
        });
    }

    /** Replaces a state that is still waiting. */
    void offer(SavedState state) {
        SavedState replaced;
        lock.lock();
        try {
            replaced = waiting;
            waiting = state;
            if (replaced != null) {
                notices.add(new Notice(
                        "The checkpoint of step %d was never stored; the checkpoint of step %d replaces it"
                                .formatted(replaced.step(), state.step()),
                        true));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (replaced != null) {
            remove(replaced);
        }
    }

    /** Returns the notices since the last call. */
    List<Notice> takeNotices() {
        lock.lock();
        try {
            List<Notice> taken = List.copyOf(notices);
            notices.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is waiting or being stored. */
    boolean isIdle() {
        lock.lock();
        try {
            return !busy && waiting == null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is stored; returns false if something is left after the time limit. */
    boolean finish(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            finishing = true;
            changed.signalAll();
            while ((busy || waiting != null) && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !busy && waiting == null;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (SavedState state = next(); state != null; state = next()) {
                storeWithRetries(state);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable SavedState next() throws InterruptedException {
        lock.lock();
        try {
            busy = false;
            changed.signalAll();
            while (waiting == null && !closed) {
                changed.await();
            }
            SavedState next = closed ? null : waiting;
            waiting = null;
            busy = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void storeWithRetries(SavedState state) throws InterruptedException {
        Duration pause = firstPause;
        boolean done = store(state, true);
        firstTryDone.run();
        while (!done && !replacedWithin(pause)) {
            done = store(state, false);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
        if (!done) {
            notice("The checkpoint of step %d was never stored".formatted(state.step()), true);
        }
        remove(state);
    }

    /** Returns false if another try may succeed. */
    private boolean store(SavedState state, boolean first) {
        try {
            String id = destination.store(state);
            notice("Stored checkpoint %s of step %d (%,d bytes)".formatted(id, state.step(), state.bytes()), false);
            return true;
        } catch (AttemptSuperseded superseded) {
            LOG.warn(
                    "The checkpoint of step {} is discarded because its attempt is over: {}",
                    state.step(),
                    superseded.getMessage());
            return true;
        } catch (RuntimeException failed) {
            if (!isOutage(failed)) {
                giveUp(state, failed);
                return true;
            }
            if (first) {
                announceRetries(state, failed);
            }
            return false;
        }
    }

    /** An error of the disk may pass, but a file that is gone does not come back. */
    private static boolean isOutage(RuntimeException failed) {
        return failed instanceof ArtifactStoreUnavailable
                || failed instanceof UncheckedIOException && !(failed.getCause() instanceof NoSuchFileException)
                || DatabaseOutage.isCauseOf(failed);
    }

    private void giveUp(SavedState state, RuntimeException wrong) {
        LOG.error("The checkpoint of step {} cannot be stored; the training continues without it", state.step(), wrong);
        notice("The checkpoint of step %d cannot be stored: %s".formatted(state.step(), wrong.getMessage()), true);
    }

    private void announceRetries(SavedState state, RuntimeException failed) {
        LOG.warn(
                "The checkpoint of step {} could not be stored; retrying while the training continues",
                state.step(),
                failed);
        notice(
                "The checkpoint of step %d could not be stored; retrying while the training continues: %s"
                        .formatted(state.step(), failed.getMessage()),
                true);
    }

    /** Waits before the next try; returns true as soon as a newer state arrives or the attempt is over. */
    private boolean replacedWithin(Duration pause) throws InterruptedException {
        long left = pause.toNanos();
        lock.lock();
        try {
            while (waiting == null && !closed && left > 0) {
                left = changed.awaitNanos(finishing ? Math.min(left, firstPause.toNanos()) : left);
            }
            return waiting != null || closed;
        } finally {
            lock.unlock();
        }
    }

    private void notice(String message, boolean isEvent) {
        lock.lock();
        try {
            notices.add(new Notice(message, isEvent));
        } finally {
            lock.unlock();
        }
    }

    /** The attempt's folder is deleted only at its end; the disk space may be needed before. */
    private static void remove(SavedState state) {
        try {
            Files.deleteIfExists(state.file());
        } catch (IOException failed) {
            LOG.warn("The checkpoint file {} could not be removed from the disk", state.file(), failed);
        }
    }

    /** An upload that is under way finishes or fails by itself; the database then refuses its row. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
