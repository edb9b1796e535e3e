package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.logs.LogWriter;
import dev.isograd.worker.devices.TakenDevices;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** One attempt at a claimed job while it runs on this worker, with its folder, log and checkpoints. */
final class Attempt implements AutoCloseable {

    private final ClaimedJob job;
    private final TakenDevices devices;
    private final LeaseKeeper.Lease lease;
    private final BooleanSupplier workerStopping;
    private final AttemptFolder folder;
    private final WriteQueue writes;
    private final ChildOutput output;
    private final AttemptCheckpoints checkpoints;
    private boolean started;

    private Attempt(
            ClaimedJob job,
            TakenDevices devices,
            LeaseKeeper.Lease lease,
            BooleanSupplier workerStopping,
            Factory factory) {
        this.job = job;
        this.devices = devices;
        this.lease = lease;
        this.workerStopping = workerStopping;
        this.folder = new AttemptFolder(factory.folders.scratch());
        this.writes = new WriteQueue();
        this.output = new ChildOutput(job.attempt(), factory.logs, writes, factory.clock);
        this.checkpoints = factory.checkpoints.of(job, folder, output, writes);
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
            return new Attempt(job, devices, lease, workerStopping, this);
        }
    }

    AttemptId id() {
        return job.attempt();
    }

    ClaimedJob job() {
        return job;
    }

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

    AttemptCheckpoints checkpoints() {
        return checkpoints;
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
    public void close() {
        try (folder) {
            checkpoints.close();
        }
    }
}
