package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.ClaimedJob;
import dev.isograd.jobs.JobQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.util.FileSystemUtils;

/** Takes jobs from the queue, one thread per slot, until the application stops. */
@Component
@ConditionalOnRole(Role.WORKER)
class WorkerLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    private final JobQueue queue;
    private final AttemptRunner attempts;
    private final Workers workers;
    private final WorkerFolders folders;
    private final WorkerProperties settings;
    private final List<Thread> slots = new ArrayList<>();
    private volatile CountDownLatch stopping = new CountDownLatch(0);
    private volatile boolean running;

    WorkerLoop(
            JobQueue queue, AttemptRunner attempts, Workers workers, WorkerFolders folders, WorkerProperties settings) {
        this.queue = queue;
        this.attempts = attempts;
        this.workers = workers;
        this.folders = folders;
        this.settings = settings;
    }

    @Override
    public void start() {
        try {
            String worker = folders.workerId();
            FileSystemUtils.deleteRecursively(folders.scratch());
            int left = queue.releaseAll(worker, "The worker was ended in the middle of the training.");
            if (left > 0) {
                LOG.info("{} training(s) were running when this worker was last ended; they start anew", left);
            }
            workers.register(worker, settings.slots());
            stopping = new CountDownLatch(1);
            running = true;
            // Platform threads: a slot lives as long as the worker and waits for a process most of the time.
            for (int slot = 1; slot <= settings.slots(); slot++) {
                slots.add(Thread.ofPlatform().name("slot-" + slot).start(() -> serve(worker)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(String worker) {
        try {
            while (running) {
                if (!trainNext(worker)) {
                    stopping.await(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false when there was nothing to train. */
    boolean trainNext(String worker) throws InterruptedException {
        try {
            Optional<ClaimedJob> job = queue.claim(worker, Workers.DEVICE);
            if (job.isEmpty()) {
                return false;
            }
            LOG.info("{} taken from the queue; its training starts", job.get().attempt());
            attempts.run(job.get(), () -> !running);
            LOG.info("{} is over; the slot is free", job.get().attempt());
            return true;
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("The database cannot be used; trying again: {}", unreachable.getMessage());
            return false;
        } catch (RuntimeException failure) {
            // A slot that ended here would never come back, and nobody would see why jobs wait.
            LOG.error("A job could not be brought to its end; the slot goes on with the next one", failure);
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
        stopping.countDown();
        try {
            for (Thread slot : slots) {
                slot.join();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        slots.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
