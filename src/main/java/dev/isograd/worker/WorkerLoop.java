package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.util.FileSystemUtils;

/** Takes jobs from the queue as long as slots are free, one thread per training, until the application stops. */
@Component
@ConditionalOnRole(Role.WORKER)
class WorkerLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    private final JobQueue queue;
    private final LeaseKeeper leases;
    private final AttemptRunner attempts;
    private final Workers workers;
    private final WorkerFolders folders;
    private final WorkerProperties settings;
    private final Semaphore free;
    private final ClaimBackoff pause = new ClaimBackoff();
    private final Semaphore news = new Semaphore(0);
    private final Set<Thread> trainings = ConcurrentHashMap.newKeySet();
    private @Nullable Thread loop;
    private volatile boolean running;

    WorkerLoop(
            JobQueue queue,
            LeaseKeeper leases,
            AttemptRunner attempts,
            Workers workers,
            WorkerFolders folders,
            WorkerProperties settings) {
        this.queue = queue;
        this.leases = leases;
        this.attempts = attempts;
        this.workers = workers;
        this.folders = folders;
        this.settings = settings;
        this.free = new Semaphore(settings.slots());
    }

    @Override
    public void start() {
        try {
            String worker = folders.workerId();
            ChildRecord.endLeftovers(folders.scratch());
            FileSystemUtils.deleteRecursively(folders.scratch());
            queue.heldBy(worker).forEach(this::giveUp);
            workers.register(worker, settings.slots());
            running = true;
            loop = Thread.ofPlatform().name("worker").start(() -> serve(worker));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Each by itself: somebody else may be giving up the same at this moment. */
    private void giveUp(AttemptId left) {
        try {
            queue.lost(left, "The worker was ended in the middle of the training.");
            LOG.info("{} was running when this worker was last ended; it is tried again", left);
        } catch (AttemptSuperseded meanwhile) {
            LOG.info("{} was running when this worker was last ended; others have taken care of it", left);
        }
    }

    private void serve(String worker) {
        try {
            while (running) {
                if (!trainNext(worker)) {
                    awaitNews();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A slot that became free is looked at at once, the queue at every interval. */
    private void awaitNews() throws InterruptedException {
        if (news.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    /** Starts the next training that fits; returns false when there was none. */
    boolean trainNext(String worker) {
        int slots = free.availablePermits();
        if (slots == 0 || pause.isOn(System.nanoTime())) {
            return false;
        }
        try {
            long before = System.nanoTime();
            Optional<ClaimedJob> job = queue.claim(new FreeSlots(worker, Workers.DEVICE, settings.slots(), slots));
            job.ifPresent(claimed -> begin(claimed, leases.keep(claimed.attempt(), before)));
            return job.isPresent();
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("The database cannot be used; trying again: {}", unreachable.getMessage());
            return false;
        } catch (RuntimeException failure) {
            // Without this thread no job would ever start again, and nobody would see why they wait.
            LOG.error("The queue could not be looked at; trying again", failure);
            return false;
        }
    }

    private void begin(ClaimedJob job, LeaseKeeper.Lease lease) {
        LOG.info("{} taken from the queue; its training starts", job.attempt());
        free.acquireUninterruptibly(job.slots());
        Thread training = Thread.ofPlatform().name(job.attempt().job()).unstarted(() -> train(job, lease));
        trainings.add(training);
        try {
            training.start();
        } catch (OutOfMemoryError noThread) {
            // Without it nobody would end the lease, which is renewed for as long as it is kept.
            LOG.error("{} got no thread; its lease runs out and it is tried again", job.attempt(), noThread);
            trainings.remove(training);
            free.release(job.slots());
            lease.close();
        }
    }

    private void train(ClaimedJob job, LeaseKeeper.Lease lease) {
        try (lease) {
            pause.note(attempts.run(job, lease, () -> !running), System.nanoTime());
            LOG.info("{} is over; its slot is free", job.attempt());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.error(
                    "{} could not be brought to its end; its lease runs out and it is tried again",
                    job.attempt(),
                    failure);
        } finally {
            free.release(job.slots());
            trainings.remove(Thread.currentThread());
            news.release();
        }
    }

    @Override
    public void stop() {
        running = false;
        news.release();
        try {
            if (loop != null) {
                loop.join();
            }
            for (Thread training : trainings) {
                training.join();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
