package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.worker.calibration.Calibration;
import dev.isograd.worker.devices.DeviceSlots;
import dev.isograd.worker.devices.TakenDevices;
import dev.isograd.worker.registry.Heartbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
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
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.FileSystemUtils;

/** Claims jobs from the queue while slots are free and runs each on its own thread, until the application stops. */
@Component
@ConditionalOnRole(Role.WORKER)
class WorkerLoop implements SmartLifecycle {

    /** The next job often comes soon after the start or the last job. */
    private static final Duration IDLE_BEFORE_CALIBRATION = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    /** Enough for a training to save a checkpoint, to store it and to give its job back. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(18);

    private static final Duration ABANDON_LIMIT = Duration.ofSeconds(1);

    private final JobQueue queue;
    private final LeaseKeeper leases;
    private final AttemptRunner attempts;
    private final Heartbeat heartbeat;
    private final DeviceSlots devices;
    private final WorkerFolders folders;
    private final WorkerProperties settings;
    private final Calibration calibration;
    private final ClaimBackoff backoff = new ClaimBackoff();
    /** Has permits if a job or a slot may have come since the last look into the queue. */
    private final Semaphore changed = new Semaphore(0);

    private final Set<Thread> trainings = ConcurrentHashMap.newKeySet();
    private @Nullable Thread loop;
    private volatile boolean running;

    /** When a training last ran, as far as the loop saw, or the start. */
    private long busyAt = System.nanoTime();

    WorkerLoop(
            JobQueue queue,
            LeaseKeeper leases,
            AttemptRunner attempts,
            Heartbeat heartbeat,
            DeviceSlots devices,
            WorkerFolders folders,
            WorkerProperties settings,
            Calibration calibration) {
        this.queue = queue;
        this.leases = leases;
        this.attempts = attempts;
        this.heartbeat = heartbeat;
        this.devices = devices;
        this.folders = folders;
        this.settings = settings;
        this.calibration = calibration;
    }

    @Override
    public void start() {
        try {
            String worker = folders.workerId();
            ChildRecord.endLeftovers(folders.scratch());
            FileSystemUtils.deleteRecursively(folders.scratch());
            running = true;
            List<Runnable> left =
                    queue.heldBy(worker).stream().map(this::takeBack).toList();
            heartbeat.start(worker, TrainedFiles.isogradVersion());
            // Last, because many attempts use all connections at once, for which the start would then wait.
            left.forEach(Runnable::run);
            loop = Thread.ofPlatform().name("worker").start(() -> serve(worker));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns what continues an attempt that outlives its worker under its new run, unless its lease has expired meanwhile.
     * Other attempts are given up.
     */
    private Runnable takeBack(AttemptId left) {
        long before = System.nanoTime();
        Optional<ClaimedJob> job = attempts.outliveWorker() ? queue.held(left) : Optional.empty();
        Optional<TakenDevices> taken = job.filter(ClaimedTraining.class::isInstance)
                .flatMap(it -> devices.retake(queue.device(left), it.slots(), it.estimatedBytes()));
        if (taken.isEmpty()) {
            giveUp(left);
            return () -> {};
        }
        return () -> begin(job.orElseThrow(), taken.get(), leases.keep(left, before));
    }

    /** One transaction per attempt, because the reaper may end the same attempts at this moment. */
    private void giveUp(AttemptId left) {
        try {
            queue.lost(left, "The worker ended during the training.");
            LOG.info("{} was running when this worker last ended; it will be retried", left);
        } catch (AttemptSuperseded meanwhile) {
            LOG.info("{} was running when this worker last ended; another process has already requeued it", left);
        }
    }

    private void serve(String worker) {
        try {
            while (running) {
                if (!trainNext(worker)) {
                    calibrate(worker);
                    awaitChange();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns at once when a slot becomes free or a job is queued in this process, otherwise after the poll interval. */
    private void awaitChange() throws InterruptedException {
        if (changed.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
            changed.drainPermits();
        }
    }

    /** Looks into the queue at once, after the transaction that queued the job. */
    @TransactionalEventListener
    void queued(JobHistory.Queued event) {
        changed.release();
    }

    /** Starts the next training that fits; returns false if there is none. */
    boolean trainNext(String worker) {
        if (backoff.isActive(System.nanoTime())) {
            return false;
        }
        try {
            return devices.offers().stream().anyMatch(offer -> claim(offer, worker));
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("The database is unavailable; retrying: {}", unreachable.getMessage());
            return false;
        } catch (RuntimeException failure) {
            // Without this thread, no job would ever start again, for no visible reason.
            LOG.error("Claiming a job failed; retrying", failure);
            return false;
        }
    }

    /** Uses an idle moment; no slot is occupied, so that a job never waits for it. */
    private void calibrate(String worker) {
        if (!running || !trainings.isEmpty() || attempts.outliveWorker()) {
            busyAt = System.nanoTime();
            return;
        }
        if (System.nanoTime() - busyAt < IDLE_BEFORE_CALIBRATION.toNanos()) {
            return;
        }
        devices.offers().stream()
                .filter(offer -> calibration.isDue(offer.kind()))
                .findFirst()
                .ifPresent(offer -> calibration.begin(
                        worker,
                        TrainedFiles.isogradVersion(),
                        offer.oneUnoccupied(),
                        folders.scratch().resolve("calibration").toAbsolutePath()));
    }

    private boolean claim(DeviceSlots.Offer offer, String worker) {
        long before = System.nanoTime();
        Optional<ClaimedJob> job = queue.claim(offer.slots(worker));
        job.ifPresent(claimed -> begin(
                claimed,
                offer.take(claimed.slots(), claimed.estimatedBytes()),
                leases.keep(claimed.attempt(), before)));
        return job.isPresent();
    }

    private void begin(ClaimedJob job, TakenDevices taken, LeaseKeeper.Lease lease) {
        calibration.giveWay();
        LOG.info("{} claimed; its training starts on {}", job.attempt(), taken.description());
        Thread training = Thread.ofPlatform().name(job.attempt().job()).unstarted(() -> train(job, taken, lease));
        trainings.add(training);
        try {
            training.start();
        } catch (OutOfMemoryError noThread) {
            // Without the thread, nothing else would end the lease, which is renewed until it is closed.
            LOG.error("No thread for {}; its lease will expire and it will be retried", job.attempt(), noThread);
            trainings.remove(training);
            taken.close();
            lease.close();
        }
    }

    private void train(ClaimedJob job, TakenDevices taken, LeaseKeeper.Lease lease) {
        try (lease) {
            backoff.attemptEnded(attempts.run(job, taken, lease, () -> !running), System.nanoTime());
            LOG.info("{} is over; its slots are free", job.attempt());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.error(
                    "{} could not be ended properly; its lease will expire and it will be retried",
                    job.attempt(),
                    failure);
        } finally {
            taken.close();
            trainings.remove(Thread.currentThread());
            changed.release();
        }
    }

    @Override
    public void stop() {
        running = false;
        calibration.giveWay();
        changed.release();
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        try {
            if (loop != null) {
                joinUntil(end, loop);
            }
            for (Thread training : trainings) {
                joinUntil(end, training);
            }
            abandonTrainings();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void joinUntil(long end, Thread thread) throws InterruptedException {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }

    /** Their supervising threads wait for a database or a store; the interrupt ends the training processes. */
    private void abandonTrainings() throws InterruptedException {
        if (trainings.isEmpty()) {
            return;
        }
        LOG.warn(
                "{} training(s) could not be ended properly within {} s; their leases will expire and they will be retried",
                trainings.size(),
                STOP_LIMIT.toSeconds());
        trainings.forEach(Thread::interrupt);
        long end = System.nanoTime() + ABANDON_LIMIT.toNanos();
        for (Thread training : trainings) {
            joinUntil(end, training);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
