package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.queue.ClaimedImport;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.logs.LogWriter;
import dev.isograd.trainer.ChildMessage.CheckpointReady;
import dev.isograd.worker.devices.TakenDevices;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** One attempt at a claimed job while it runs on this worker, with its folder and its log. */
abstract sealed class Attempt implements AutoCloseable {

    private final TakenDevices devices;
    private final LeaseKeeper.Lease lease;
    private final BooleanSupplier workerStopping;
    private final AttemptFolder folder;
    private final WriteQueue writes;
    private final ChildOutput output;
    private boolean started;

    private Attempt(
            ClaimedJob job,
            TakenDevices devices,
            LeaseKeeper.Lease lease,
            BooleanSupplier workerStopping,
            Factory factory) {
        this.devices = devices;
        this.lease = lease;
        this.workerStopping = workerStopping;
        this.folder = new AttemptFolder(factory.folders.scratch());
        this.writes = new WriteQueue();
        this.output = new ChildOutput(job.attempt(), factory.logs, writes, factory.clock);
    }

    /** An attempt at a training, with its checkpoints. */
    static final class OfTraining extends Attempt {

        private final ClaimedTraining job;
        private final AttemptCheckpoints checkpoints;

        private OfTraining(
                ClaimedTraining job,
                TakenDevices devices,
                LeaseKeeper.Lease lease,
                BooleanSupplier workerStopping,
                Factory factory) {
            super(job, devices, lease, workerStopping, factory);
            this.job = job;
            this.checkpoints = factory.checkpoints.of(job, folder(), output(), writes());
        }

        @Override
        ClaimedTraining job() {
            return job;
        }

        AttemptCheckpoints checkpoints() {
            return checkpoints;
        }

        @Override
        String noun() {
            return "training";
        }

        @Override
        Duration runLimit() {
            return Duration.ofMinutes(job.spec().limits().maxMinutes());
        }

        @Override
        void follow(RunningAttempt child) {
            checkpoints.follow(child);
        }

        @Override
        void store(CheckpointReady ready) throws IOException {
            checkpoints.store(ready);
        }

        @Override
        void report() {
            checkpoints.report();
        }

        @Override
        boolean isStored() {
            return super.isStored() && checkpoints.isStored();
        }

        @Override
        boolean finish(Duration limit, BooleanSupplier cancelled) throws InterruptedException {
            return checkpoints.finish(limit, cancelled);
        }

        @Override
        public void close() {
            try (AttemptFolder folder = folder()) {
                checkpoints.close();
            }
        }
    }

    /** An attempt at an import. It saves nothing before its end, so the next attempt starts from the beginning. */
    static final class OfImport extends Attempt {

        private final ClaimedImport job;

        private OfImport(
                ClaimedImport job,
                TakenDevices devices,
                LeaseKeeper.Lease lease,
                BooleanSupplier workerStopping,
                Factory factory) {
            super(job, devices, lease, workerStopping, factory);
            this.job = job;
        }

        @Override
        ClaimedImport job() {
            return job;
        }

        @Override
        String noun() {
            return "import";
        }

        @Override
        Duration runLimit() {
            return Duration.ofMinutes(job.spec().limits().maxMinutes());
        }

        @Override
        void follow(RunningAttempt child) {}

        @Override
        void store(CheckpointReady ready) throws IOException {
            throw new IOException("An import has no checkpoints");
        }

        @Override
        void report() {}

        @Override
        boolean finish(Duration limit, BooleanSupplier cancelled) {
            return true;
        }

        @Override
        public void close() {
            folder().close();
        }
    }

    /** Creates the attempts of this worker. */
    @Component
    @ConditionalOnRole(Role.WORKER)
    static class Factory {

        private final WorkerFolders folders;
        private final LogWriter logs;
        private final AttemptCheckpoints.Factory checkpoints;
        private final InstantSource clock;

        Factory(WorkerFolders folders, LogWriter logs, AttemptCheckpoints.Factory checkpoints, InstantSource clock) {
            this.folders = folders;
            this.logs = logs;
            this.checkpoints = checkpoints;
            this.clock = clock;
        }

        /** Neither writes to the disk nor reads the database, so it cannot fail. */
        Attempt create(ClaimedJob job, TakenDevices devices, LeaseKeeper.Lease lease, BooleanSupplier workerStopping) {
            return switch (job) {
                case ClaimedTraining training -> new OfTraining(training, devices, lease, workerStopping, this);
                case ClaimedImport order -> new OfImport(order, devices, lease, workerStopping, this);
            };
        }
    }

    AttemptId id() {
        return job().attempt();
    }

    abstract ClaimedJob job();

    /** Returns what runs, in one word for messages. */
    abstract String noun();

    /** Returns the longest time that the job may run. */
    abstract Duration runLimit();

    /**
     * Starts storing a checkpoint.
     *
     * @throws IOException if there is no such checkpoint
     */
    abstract void store(CheckpointReady ready) throws IOException;

    /** Called when a child process has connected. */
    abstract void follow(RunningAttempt child);

    /** Writes what happened to the checkpoints since the last call into the job's log and events. */
    abstract void report();

    /** Whether all messages handled so far, and the checkpoints that they announced, are stored. */
    boolean isStored() {
        return !writes.isWaiting();
    }

    /**
     * Waits, after the child has ended, until its last checkpoint is stored.
     *
     * @param cancelled polled every second; ends the wait
     * @return false if the wait ended before that
     */
    abstract boolean finish(Duration limit, BooleanSupplier cancelled) throws InterruptedException;

    TakenDevices devices() {
        return devices;
    }

    LeaseKeeper.Lease lease() {
        return lease;
    }

    AttemptFolder folder() {
        return folder;
    }

    WriteQueue writes() {
        return writes;
    }

    ChildOutput output() {
        return output;
    }

    /** Whether the worker is stopping, so that the job must return to the queue. */
    boolean isWorkerStopping() {
        return workerStopping.getAsBoolean();
    }

    boolean shouldStop() {
        return lease.isLost() || lease.desiredState() != DesiredState.CONTINUE || isWorkerStopping();
    }

    void markStarted() {
        started = true;
    }

    /** Whether the worker could start a training process, which then connected or ended by itself. */
    boolean isStarted() {
        return started;
    }

    @Override
    public abstract void close();
}
