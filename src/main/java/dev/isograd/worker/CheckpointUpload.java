package dev.isograd.worker;

import dev.isograd.artifacts.ArtifactExists;
import dev.isograd.checkpoints.DamagedState;
import dev.isograd.checkpoints.SavedState;
import dev.isograd.jobs.AttemptSuperseded;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the checkpoints of one attempt on a thread of its own, beside the training.
 *
 * <p>One is stored at a time and one may wait. What cannot be stored now is tried again with growing pauses, until it
 * is stored, a newer one takes its place or the attempt is over.
 */
final class CheckpointUpload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointUpload.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Stores one state and tells the checkpoint's id. */
    @FunctionalInterface
    interface Destination {

        String store(SavedState state);
    }

    /** Something the job's log and, where it is notable, its events should say. */
    record News(String sentence, boolean notable) {}

    private final Destination destination;
    private final Runnable taken;
    private final Duration firstPause;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<News> news = new ArrayList<>();
    private @Nullable SavedState waiting;
    private boolean busy;
    private boolean hurried;
    private boolean closed;

    /**
     * @param taken run when a state was stored or could not be at the first try: the next may be written
     * @param firstPause doubled after each failure
     */
    CheckpointUpload(String name, Destination destination, Runnable taken, Duration firstPause) {
        this.destination = destination;
        this.taken = taken;
        this.firstPause = firstPause;
        Thread.ofVirtual().name(name + " checkpoints").start(this::run);
    }

    /** Takes the place of one that still waits. */
    void offer(SavedState state) {
        SavedState replaced;
        lock.lock();
        try {
            replaced = waiting;
            waiting = state;
            if (replaced != null) {
                news.add(new News(
                        "The checkpoint of step %d was never stored; that of step %d takes its place"
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

    List<News> takeNews() {
        lock.lock();
        try {
            List<News> taken = List.copyOf(news);
            news.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left to store; false when something is after that time. */
    boolean finish(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            hurried = true;
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
                storeWithPatience(state);
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

    private void storeWithPatience(SavedState state) throws InterruptedException {
        Duration pause = firstPause;
        boolean over = store(state, true);
        taken.run();
        while (!over && !replacedWithin(pause)) {
            over = store(state, false);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
        if (!over) {
            tell("The checkpoint of step %d was never stored".formatted(state.step()), true);
        }
        remove(state);
    }

    /** True when there is nothing more to try. */
    private boolean store(SavedState state, boolean first) {
        try {
            String id = destination.store(state);
            tell("Checkpoint %s of step %d (%,d bytes) is stored".formatted(id, state.step(), state.bytes()), false);
            return true;
        } catch (AttemptSuperseded superseded) {
            LOG.warn(
                    "The checkpoint of step {} comes too late and is thrown away: {}",
                    state.step(),
                    superseded.getMessage());
            return true;
        } catch (DamagedState | ArtifactExists wrong) {
            LOG.error(
                    "The checkpoint of step {} cannot be stored; the training goes on without it", state.step(), wrong);
            tell("The checkpoint of step %d cannot be stored: %s".formatted(state.step(), wrong.getMessage()), true);
            return true;
        } catch (RuntimeException failed) {
            if (first) {
                LOG.warn(
                        "The checkpoint of step {} could not be stored; trying again beside the training",
                        state.step(),
                        failed);
                tell(
                        "The checkpoint of step %d could not be stored; it is tried again while the training goes on: %s"
                                .formatted(state.step(), failed.getMessage()),
                        true);
            }
            return false;
        }
    }

    /** Waits; true as soon as a newer state is there or the attempt is over. */
    private boolean replacedWithin(Duration pause) throws InterruptedException {
        long left = pause.toNanos();
        lock.lock();
        try {
            while (waiting == null && !closed && left > 0) {
                left = changed.awaitNanos(hurried ? Math.min(left, firstPause.toNanos()) : left);
            }
            return waiting != null || closed;
        } finally {
            lock.unlock();
        }
    }

    private void tell(String sentence, boolean notable) {
        lock.lock();
        try {
            news.add(new News(sentence, notable));
        } finally {
            lock.unlock();
        }
    }

    /** The attempt's folder goes as a whole later; until then its disk may be needed. */
    private static void remove(SavedState state) {
        try {
            Files.deleteIfExists(state.file());
        } catch (IOException failed) {
            LOG.warn("The stored checkpoint {} could not be removed from the disk", state.file(), failed);
        }
    }

    /** What is half stored then finishes or fails by itself; its row comes too late. */
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
