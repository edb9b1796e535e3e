package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.FullDisk;
import dev.isograd.Role;
import dev.isograd.checkpoints.SourceCheckpointUnusable;
import dev.isograd.datasets.DatasetNotFound;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.worker.devices.DeviceKind;
import dev.isograd.worker.imports.ImportedFiles;
import dev.isograd.worker.imports.NoRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reports the end of an attempt to the queue, after its last checkpoint and its result are stored. */
@Component
@ConditionalOnRole(Role.WORKER)
class AttemptReporter {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptReporter.class);

    /** A final checkpoint may be large and its store slow. */
    private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(5);

    private final JobQueue queue;
    private final TrainedFiles files;
    private final ImportedFiles imported;
    private final WorkerProperties settings;

    AttemptReporter(JobQueue queue, TrainedFiles files, ImportedFiles imported, WorkerProperties settings) {
        this.queue = queue;
        this.files = files;
        this.imported = imported;
        this.settings = settings;
    }

    void report(Attempt attempt, Verdict verdict) throws IOException, InterruptedException {
        if (verdict instanceof Verdict.Detached) {
            attempt.writes().flush();
            return;
        }
        if (verdict instanceof Verdict.Completed) {
            attempt.writes().add(() -> queue.finalizing(attempt.id()));
        }
        UploadPatience patience = new UploadPatience(attempt, verdict);
        boolean stored = attempt.finish(longestUpload(verdict), patience);
        if (verdict instanceof Verdict.Lost) {
            LOG.warn("{} belongs to another worker now, or soon will; its child process was ended", attempt.id());
            return;
        }
        // Storing the result would wait for the same store.
        write(attempt, stored || !patience.isCancelled() ? verdict : new Verdict.Cancelled());
        // A late write does no harm: the queue refuses it if another attempt has started meanwhile.
        attempt.writes().finish(attempt::isWorkerStopping);
    }

    private void write(Attempt attempt, Verdict verdict) throws IOException {
        WriteQueue writes = attempt.writes();
        switch (verdict) {
            case Verdict.Completed(var done) -> store(attempt, done);
            case Verdict.Cancelled _ -> writes.add(() -> queue.cancelled(attempt.id()));
            case Verdict.Paused _ -> writes.add(() -> queue.paused(attempt.id()));
            case Verdict.Lost _, Verdict.Detached _ -> {}
            case Verdict.Displaced(String message) -> {
                attempt.output().system(message);
                writes.add(() -> queue.release(attempt.id(), message));
            }
            case Verdict.GivenBack _ ->
                writes.add(() -> queue.release(
                        attempt.id(), "The worker stopped before the %s ended.".formatted(attempt.noun())));
            case Verdict.Failed(JobReason reason) -> fail(attempt, reason);
            case Verdict.SourceDamaged(String message) -> {
                attempt.output().system(message);
                writes.add(() -> queue.fail(attempt.id(), new JobReason(ReasonCode.STORAGE_ERROR, message)));
            }
            case Verdict.Ended ended
            when couldNotUse(attempt, ended) -> {
                String message =
                        "%s cannot be used: %s".formatted(attempt.devices().description(), ended.failureMessage());
                attempt.devices().markUnusable(ended.failureMessage());
                attempt.output().system(message);
                writes.add(() -> queue.release(attempt.id(), message));
            }
            case Verdict.Ended ended -> {
                Optional<CrashReport> crash = CrashReport.read(attempt.folder().file(AttemptFolder.CRASH_REPORT));
                crash.ifPresent(report -> attempt.output().system(report.lines()));
                fail(attempt, ExitDiagnosis.of(ended, crash, attempt.noun()));
            }
        }
    }

    private void store(Attempt attempt, ChildMessage.Done done) throws IOException {
        switch (attempt) {
            case Attempt.OfTraining training -> {
                Map<String, Object> result = files.store(
                        training.job(), done.result(), attempt.folder().path());
                attempt.writes().add(() -> queue.succeed(attempt.id(), result));
            }
            case Attempt.OfImport order -> store(order);
        }
    }

    private void store(Attempt.OfImport attempt) throws IOException {
        try {
            imported.store(attempt.job(), attempt.folder().path(), attempt::shouldStop)
                    .ifPresentOrElse(
                            stored -> attempt.writes().add(() -> imported.commit(attempt.job(), stored)),
                            () -> stopped(attempt));
        } catch (NoRoom exceeded) {
            fail(attempt, new JobReason(ReasonCode.QUOTA, String.valueOf(exceeded.getMessage())));
        }
    }

    /** The worker or the user has stopped the import while its files were being stored. */
    private void stopped(Attempt attempt) {
        switch (attempt.lease().desiredState()) {
            case CANCEL, KILL -> attempt.writes().add(() -> queue.cancelled(attempt.id()));
            case CONTINUE, PAUSE ->
                attempt.writes().add(() -> queue.release(attempt.id(), "The worker stopped before the import ended."));
        }
    }

    /** Whether libtorch could not use the GPUs that the driver lists, so that the job needs another device. */
    private static boolean couldNotUse(Attempt attempt, Verdict.Ended ended) {
        return ended.couldNotUseDevice() && attempt.devices().kind() == DeviceKind.GPU;
    }

    /** How long the end of an attempt may wait for its last checkpoint to be stored. */
    private Duration longestUpload(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Completed _ -> LONGEST_UPLOAD;
            case Verdict.GivenBack _ -> UploadPatience.WORKER_STOP;
            case Verdict.Lost _, Verdict.Detached _ -> Duration.ZERO;
            case Verdict.Displaced _,
                    Verdict.Cancelled _,
                    Verdict.Paused _,
                    Verdict.Failed _,
                    Verdict.SourceDamaged _,
                    Verdict.Ended _ -> settings.cancelGrace();
        };
    }

    private void fail(Attempt attempt, JobReason reason) {
        if (reason.code() == ReasonCode.GPU_FAULT) {
            attempt.devices().markFaulty(reason.message());
        }
        attempt.output().system(reason.code() + ": " + reason.message());
        attempt.writes().add(() -> {
            if (reason.code() == ReasonCode.WORKER_LOST) {
                queue.lost(attempt.id(), reason.message());
            } else if (reason.code().retryable()) {
                queue.crashed(attempt.id(), reason);
            } else {
                queue.fail(attempt.id(), reason);
            }
        });
    }

    void checkpointLost(Attempt attempt, SourceCheckpointUnusable lost) {
        LOG.warn("{} ends as FAILED: the checkpoint it starts from is lost", attempt.id(), lost);
        queue.fail(attempt.id(), new JobReason(ReasonCode.DATA_ERROR, String.valueOf(lost.getMessage())));
    }

    /** Requeues the job without spending one of its retries. */
    void storeUnavailable(Attempt attempt, RuntimeException unavailable) {
        LOG.warn("{} cannot run for now and will be retried", attempt.id(), unavailable);
        ReasonCode code = FullDisk.isCauseOf(unavailable) ? ReasonCode.DISK_FULL : ReasonCode.STORAGE_ERROR;
        queue.postponed(attempt.id(), new JobReason(code, String.valueOf(unavailable.getMessage())));
    }

    /** A fault of this worker spends a retry of the job only if the training process had started. */
    void workerFailed(Attempt attempt, Exception failure) {
        LOG.error("{} failed in the worker; it will be retried or ends as FAILED", attempt.id(), failure);
        if (attempt.isStarted() || !isFaultOfWorker(failure)) {
            queue.crashed(attempt.id(), reason(failure));
        } else {
            queue.postponed(attempt.id(), reason(failure));
        }
    }

    /** Such as a full disk, a process that cannot be started or a missing data set; other workers may succeed. */
    private static boolean isFaultOfWorker(Exception failure) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof DatasetNotFound;
    }

    private static JobReason reason(Exception failure) {
        if (failure instanceof DatasetNotFound) {
            return new JobReason(ReasonCode.INTERNAL, "The worker does not have the job's data set.");
        }
        return new JobReason(
                FullDisk.isCauseOf(failure) ? ReasonCode.DISK_FULL : ReasonCode.INTERNAL,
                "The worker failed: " + failure.getMessage());
    }

    /**
     * Decides when the end of an attempt stops waiting for its last checkpoint: at once if nobody wants the job any more, and
     * soon after the worker was told to stop.
     */
    private static final class UploadPatience implements BooleanSupplier {

        static final Duration WORKER_STOP = Duration.ofSeconds(8);

        private final Attempt attempt;
        private final boolean trained;
        private long stoppingSince;

        UploadPatience(Attempt attempt, Verdict verdict) {
            this.attempt = attempt;
            this.trained = verdict instanceof Verdict.Completed;
        }

        /** Whether the wait is over. */
        @Override
        public boolean getAsBoolean() {
            return attempt.lease().isLost() || isCancelled() || hasWorkerStopped();
        }

        /** A cancelled training waits for the checkpoint that its user may resume from, a trained one has its result. */
        boolean isCancelled() {
            DesiredState desired = attempt.lease().desiredState();
            return desired == DesiredState.KILL || trained && desired == DesiredState.CANCEL;
        }

        private boolean hasWorkerStopped() {
            if (!attempt.isWorkerStopping()) {
                return false;
            }
            long now = System.nanoTime();
            if (stoppingSince == 0) {
                stoppingSince = now;
            }
            return now - stoppingSince > WORKER_STOP.toNanos();
        }
    }
}
