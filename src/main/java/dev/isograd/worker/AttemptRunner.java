package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.checkpoints.CheckpointLost;
import dev.isograd.checkpoints.CheckpointReader.Restored;
import dev.isograd.checkpoints.CheckpointUnreachable;
import dev.isograd.datasets.DatasetFolders;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.logs.LogWriter;
import dev.isograd.metrics.MetricWriter;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import dev.isograd.trainer.SupervisorMessage.Interval;
import dev.isograd.trainer.SupervisorMessage.Resume;
import dev.isograd.trainer.TimeSpent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carries out one claimed job: stages its files, launches the child, supervises it and reports how it ended. */
@Component
@ConditionalOnRole(Role.WORKER)
class AttemptRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    /** A final state may be as large as its store is slow. */
    private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(5);

    private static final Duration WORKER_STOP_UPLOAD = Duration.ofSeconds(8);

    private final JobQueue queue;
    private final DatasetFolders datasets;
    private final MetricWriter metrics;
    private final LogWriter logs;
    private final ArtifactStore artifacts;
    private final AttemptCheckpoints.Factory checkpoints;
    private final ChildLauncher launcher;
    private final MemoryGuard memory;
    private final WorkerFolders folders;
    private final WorkerProperties settings;
    private final InstantSource clock;
    private final JsonMapper json;

    AttemptRunner(
            JobQueue queue,
            DatasetFolders datasets,
            MetricWriter metrics,
            LogWriter logs,
            ArtifactStore artifacts,
            AttemptCheckpoints.Factory checkpoints,
            ChildLauncher launcher,
            MemoryGuard memory,
            WorkerFolders folders,
            WorkerProperties settings,
            InstantSource clock,
            JsonMapper json) {
        this.queue = queue;
        this.datasets = datasets;
        this.metrics = metrics;
        this.logs = logs;
        this.artifacts = artifacts;
        this.checkpoints = checkpoints;
        this.launcher = launcher;
        this.memory = memory;
        this.folders = folders;
        this.settings = settings;
        this.clock = clock;
        this.json = json;
    }

    /** What belongs to one attempt while it runs. */
    private record Attempt(
            ClaimedJob job,
            LeaseKeeper.Lease lease,
            Scratch scratch,
            AttemptCheckpoints saved,
            ChildOutput output,
            WriteQueue writes,
            Duration ranBefore,
            AtomicBoolean begun,
            BooleanSupplier workerStopping) {

        boolean isToStop() {
            return lease.isLost() || lease.demand() != DesiredState.CONTINUE || workerStopping.getAsBoolean();
        }
    }

    /** @return whether this worker could begin the training at all, or was told to leave it */
    boolean run(ClaimedJob job, LeaseKeeper.Lease lease, BooleanSupplier workerStopping) throws InterruptedException {
        WriteQueue writes = new WriteQueue();
        AtomicBoolean begun = new AtomicBoolean();
        ChildOutput output = new ChildOutput(job.attempt(), logs, writes, clock);
        try (Scratch scratch = new Scratch(folders.scratch());
                AttemptCheckpoints saved = checkpoints.of(job, scratch, output, writes)) {
            Duration ranBefore = queue.ranBefore(job.attempt());
            Attempt attempt = new Attempt(job, lease, scratch, saved, output, writes, ranBefore, begun, workerStopping);
            report(attempt, train(attempt));
            return true;
        } catch (AttemptSuperseded superseded) {
            LOG.warn("{} is no longer ours; its child process was ended: {}", job.attempt(), superseded.getMessage());
            return true;
        } catch (CheckpointLost lost) {
            LOG.warn("{} ends as FAILED", job.attempt(), lost);
            queue.fail(job.attempt(), new JobReason(ReasonCode.DATA_ERROR, String.valueOf(lost.getMessage())));
            return true;
        } catch (CheckpointUnreachable | ArtifactStoreUnavailable unreachable) {
            LOG.warn("{} cannot go on for now; it is tried again", job.attempt(), unreachable);
            queue.postponed(
                    job.attempt(), new JobReason(ReasonCode.STORAGE_ERROR, String.valueOf(unreachable.getMessage())));
            return begun.get();
        } catch (IOException | RuntimeException failure) {
            LOG.error("{} failed in the worker; it is tried again or ends as FAILED", job.attempt(), failure);
            JobReason reason = WorkerFault.reason(failure);
            if (begun.get() || !WorkerFault.isCauseOf(failure)) {
                queue.crashed(job.attempt(), reason);
            } else {
                queue.postponed(job.attempt(), reason);
            }
            return begun.get();
        }
    }

    /** From the newest checkpoint that can be loaded; each that cannot leaves one less to try. */
    private Verdict train(Attempt attempt) throws IOException, InterruptedException {
        while (true) {
            Optional<Restored> from;
            try {
                from = attempt.saved().restore(attempt::isToStop);
            } catch (CancellationException stopped) {
                return stopped(attempt.lease());
            }
            Verdict verdict = train(attempt, stage(attempt, from));
            if (from.isEmpty()
                    || !(verdict instanceof Verdict.Ended ended)
                    || !(ended.couldNotLoadState() || ended.wasGivenAnotherState())) {
                return verdict;
            }
            if (from.get().fork()) {
                // The state is as good as it was; what was changed in the spec does not fit it.
                return new Verdict.Failed(new JobReason(ReasonCode.BAD_SPEC, ended.words()));
            }
            if (ended.wasGivenAnotherState()) {
                return verdict;
            }
            attempt.saved().markDamaged(from.get(), ended.words());
        }
    }

    private static Verdict stopped(LeaseKeeper.Lease lease) {
        if (lease.isLost()) {
            return new Verdict.Lost();
        }
        return switch (lease.demand()) {
            case PAUSE -> new Verdict.Paused();
            case CANCEL, KILL -> new Verdict.Cancelled();
            case CONTINUE -> new Verdict.GivenBack();
        };
    }

    private Verdict train(Attempt attempt, SupervisorMessage.Start order) throws IOException, InterruptedException {
        try (ChildSocket socket = new ChildSocket()) {
            Process process = launcher.launch(
                    attempt.job(), socket.path(), attempt.scratch().folder());
            memory.watch(process.toHandle());
            attempt.output().follow(process);
            attempt.output()
                    .system("Attempt %d: training process %d started"
                            .formatted(attempt.job().attempt().number(), process.pid()));
            try {
                Optional<MessageChannel> call = socket.accept(process);
                attempt.begun().set(true);
                if (call.isPresent()) {
                    return supervise(attempt, new ChildProcess(process, call.get()), order);
                }
                return new Verdict.Ended(null, process.waitFor(), false);
            } finally {
                process.destroyForcibly();
                memory.forget(process.toHandle());
                attempt.output().drain();
            }
        }
    }

    private Verdict supervise(Attempt attempt, ChildProcess child, SupervisorMessage.Start order)
            throws IOException, InterruptedException {
        Duration runLimit = Duration.ofMinutes(attempt.job().spec().limits().maxMinutes());
        try (child) {
            attempt.saved().follow(child);
            child.send(order);
            return new Supervision(
                            attempt.job().attempt(),
                            attempt.lease(),
                            child,
                            attempt.output(),
                            attempt.writes(),
                            queue,
                            metrics,
                            attempt.saved(),
                            memory,
                            settings,
                            runLimit,
                            attempt.ranBefore(),
                            attempt.workerStopping())
                    .untilEnd();
        }
    }

    private SupervisorMessage.Start stage(Attempt attempt, Optional<Restored> from) throws IOException {
        Path spec = attempt.scratch().file("spec.json");
        Files.write(spec, json.writeValueAsBytes(SpecWriter.write(attempt.job().spec())));
        Path data = datasets.locate(attempt.job().spec().dataset()).toAbsolutePath();
        return new SupervisorMessage.Start(
                spec.toString(),
                data.toString(),
                attempt.scratch().folder().toString(),
                from.map(AttemptRunner::resume).orElse(null),
                new Interval(settings.checkpointInterval().toSeconds(), settings.checkpointSteps()));
    }

    private static Resume resume(Restored from) {
        return new Resume(from.file().toString(), new TimeSpent(from.trainSeconds(), from.stepSeconds()), from.fork());
    }

    private void report(Attempt attempt, Verdict verdict) throws IOException, InterruptedException {
        ClaimedJob job = attempt.job();
        WriteQueue writes = attempt.writes();
        if (verdict instanceof Verdict.Trained) {
            writes.add(() -> queue.finalizing(job.attempt()));
        }
        LeaseKeeper.Lease lease = attempt.lease();
        attempt.saved().finish(longestUpload(verdict), () -> lease.isLost() || lease.demand() == DesiredState.KILL);
        switch (verdict) {
            case Verdict.Trained(var done) -> {
                Map<String, Object> result = new TrainedFiles(artifacts, json)
                        .store(job, done.result(), attempt.scratch().folder());
                writes.add(() -> queue.succeed(job.attempt(), result));
            }
            case Verdict.Cancelled _ -> writes.add(() -> queue.cancelled(job.attempt()));
            case Verdict.Paused _ -> writes.add(() -> queue.paused(job.attempt()));
            case Verdict.Lost _ -> {
                LOG.warn("{} belongs to another worker now, or may soon; its child was ended", job.attempt());
                return;
            }
            case Verdict.GivenBack _ ->
                writes.add(() -> queue.release(job.attempt(), "The worker stopped before the training ended."));
            case Verdict.Failed(JobReason reason) -> fail(attempt, reason);
            case Verdict.Ended ended -> {
                Optional<CrashReport> crash = CrashReport.read(attempt.scratch().file(Scratch.CRASH_REPORT));
                crash.ifPresent(report -> attempt.output().system(report.lines()));
                fail(attempt, ExitDiagnosis.of(ended, crash));
            }
        }
        // Refused if another attempt has begun meanwhile, so there is no harm in being late.
        writes.finish(attempt.workerStopping());
    }

    /** How long the end of an attempt may wait for the last checkpoint. */
    private Duration longestUpload(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Trained _ -> LONGEST_UPLOAD;
            case Verdict.GivenBack _ -> WORKER_STOP_UPLOAD;
            case Verdict.Lost _ -> Duration.ZERO;
            case Verdict.Cancelled _, Verdict.Paused _, Verdict.Failed _, Verdict.Ended _ -> settings.cancelGrace();
        };
    }

    private void fail(Attempt attempt, JobReason reason) {
        attempt.output().system(reason.code() + ": " + reason.message());
        attempt.writes().add(() -> {
            if (reason.code() == ReasonCode.WORKER_LOST) {
                queue.lost(attempt.job().attempt(), reason.message());
            } else if (reason.code().retryable()) {
                queue.crashed(attempt.job().attempt(), reason);
            } else {
                queue.fail(attempt.job().attempt(), reason);
            }
        });
    }
}
