package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.checkpoints.CheckpointReader.Restored;
import dev.isograd.checkpoints.CheckpointUnavailable;
import dev.isograd.checkpoints.SourceCheckpointUnusable;
import dev.isograd.datasets.DatasetFolders;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.metrics.MetricWriter;
import dev.isograd.trainer.SupervisorMessage;
import dev.isograd.trainer.SupervisorMessage.Interval;
import dev.isograd.trainer.SupervisorMessage.Resume;
import dev.isograd.trainer.TrainingTime;
import dev.isograd.uploads.SourceUnusable;
import dev.isograd.worker.devices.TakenDevices;
import dev.isograd.worker.imports.ImportStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Runs one attempt: prepares its files, starts the child process, supervises it and reports its end. */
@Component
@ConditionalOnRole(Role.WORKER)
class AttemptRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    private final Attempt.Factory attempts;
    private final AttemptTraces traces;
    private final AttemptReporter reporter;
    private final JobQueue queue;
    private final DatasetFolders datasets;
    private final ImportStage stage;
    private final MetricWriter metrics;
    private final AttemptLauncher launcher;
    private final LocalLauncher local;
    private final WorkerProperties settings;
    private final JsonMapper json;

    AttemptRunner(
            Attempt.Factory attempts,
            AttemptTraces traces,
            AttemptReporter reporter,
            JobQueue queue,
            DatasetFolders datasets,
            ImportStage stage,
            MetricWriter metrics,
            AttemptLauncher launcher,
            LocalLauncher local,
            WorkerProperties settings,
            JsonMapper json) {
        this.attempts = attempts;
        this.traces = traces;
        this.reporter = reporter;
        this.queue = queue;
        this.datasets = datasets;
        this.stage = stage;
        this.metrics = metrics;
        this.launcher = launcher;
        this.local = local;
        this.settings = settings;
        this.json = json;
    }

    /** Whether trainings keep running while this worker restarts. */
    boolean outliveWorker() {
        return launcher.outlivesWorker();
    }

    /** Returns false if this worker could not start a training process, so that it waits before its next claim. */
    boolean run(ClaimedJob job, TakenDevices devices, LeaseKeeper.Lease lease, BooleanSupplier workerStopping)
            throws InterruptedException {
        try (AttemptTraces.Trace _ = traces.begin(job)) {
            return run(attempts.create(job, devices, lease, workerStopping));
        }
    }

    private boolean run(Attempt attempt) throws InterruptedException {
        try (attempt) {
            attempt.folder().create();
            Verdict verdict = switch (attempt) {
                case Attempt.OfTraining training -> train(training);
                case Attempt.OfImport order -> importDataset(order);
            };
            try (AttemptTraces.Phase _ = traces.phase("upload")) {
                reporter.report(attempt, verdict);
            }
            return true;
        } catch (AttemptSuperseded superseded) {
            LOG.warn(
                    "{} no longer belongs to this worker; its child process was ended: {}",
                    attempt.id(),
                    superseded.getMessage());
            return true;
        } catch (SourceCheckpointUnusable lost) {
            reporter.checkpointLost(attempt, lost);
            return true;
        } catch (CheckpointUnavailable | ArtifactStoreUnavailable unavailable) {
            reporter.storeUnavailable(attempt, unavailable);
            return attempt.isStarted();
        } catch (IOException | RuntimeException failure) {
            reporter.workerFailed(attempt, failure);
            return attempt.isStarted();
        }
    }

    private Verdict train(Attempt.OfTraining attempt) throws IOException, InterruptedException {
        try (DatasetFolders.Held data = hold(attempt)) {
            return train(attempt, data.folder().toAbsolutePath());
        } catch (CancellationException stopped) {
            return stopped(attempt.lease());
        }
    }

    private DatasetFolders.Held hold(Attempt.OfTraining attempt) throws IOException, InterruptedException {
        try (AttemptTraces.Phase _ = traces.phase("stage")) {
            return datasets.hold(attempt.job().project(), attempt.job().spec().dataset(), attempt::shouldStop);
        }
    }

    /** Starts from the newest checkpoint, and falls back to an older one whenever the child cannot load it. */
    private Verdict train(Attempt.OfTraining attempt, Path data) throws IOException, InterruptedException {
        while (true) {
            Optional<Restored> from = attempt.checkpoints().restore(attempt::shouldStop);
            Verdict verdict = run(attempt, launcher, stage(attempt, from, data), queue.ranBefore(attempt.id()));
            if (from.isEmpty()
                    || !(verdict instanceof Verdict.Ended ended)
                    || !(ended.couldNotLoadState() || ended.refusedState())) {
                return verdict;
            }
            if (ended.refusedState()) {
                // No fault of the spec, not even of a fork's: its changes were checked when it was submitted.
                return verdict;
            }
            attempt.checkpoints().markCorrupt(from.get(), ended.failureMessage());
            if (from.get().fork()) {
                return unusableSource(from.get(), ended);
            }
            if (launcher.outlivesWorker()) {
                // Its pod is over, and an attempt has only one.
                return new Verdict.Displaced("The next attempt starts from an older checkpoint.");
            }
        }
    }

    /** A fork needs the checkpoint that its user chose, so there is no other one to fall back to. */
    private static Verdict unusableSource(Restored source, Verdict.Ended ended) {
        return new Verdict.SourceDamaged("The stored checkpoint %s, from which this job was forked, is damaged: %s"
                .formatted(source.id(), ended.failureMessage()));
    }

    private static Verdict stopped(LeaseKeeper.Lease lease) {
        if (lease.isLost()) {
            return new Verdict.Lost();
        }
        return switch (lease.desiredState()) {
            case PAUSE -> new Verdict.Paused();
            case CANCEL, KILL -> new Verdict.Cancelled();
            case CONTINUE -> new Verdict.GivenBack();
        };
    }

    /** Writes the spec into the attempt's folder and names all files in the start message. */
    private SupervisorMessage.Start stage(Attempt.OfTraining attempt, Optional<Restored> from, Path data)
            throws IOException {
        Path spec = attempt.folder().file("spec.json");
        Files.write(spec, json.writeValueAsBytes(SpecWriter.write(attempt.job().spec())));
        return new SupervisorMessage.Start(
                spec.toString(),
                data.toString(),
                attempt.folder().path().toString(),
                from.map(AttemptRunner::resume).orElse(null),
                new Interval(settings.checkpointInterval().toSeconds(), settings.checkpointSteps()),
                traces.traceparent());
    }

    private static Resume resume(Restored from) {
        return new Resume(
                from.file().toString(), new TrainingTime(from.trainSeconds(), from.stepSeconds()), from.fork());
    }

    /** Fetches the source and lets a child process prepare its pictures. */
    private Verdict importDataset(Attempt.OfImport attempt) throws IOException, InterruptedException {
        SupervisorMessage.Import order;
        try (AttemptTraces.Phase _ = traces.phase("stage")) {
            attempt.output()
                    .system("Fetching the source of " + attempt.job().spec().dataset());
            order = stage.prepare(attempt.job(), attempt.folder().path(), attempt::shouldStop);
        } catch (CancellationException stopped) {
            return stopped(attempt.lease());
        } catch (SourceUnusable unusable) {
            return new Verdict.Failed(new JobReason(ReasonCode.DATA_ERROR, String.valueOf(unusable.getMessage())));
        }
        attempt.writes().add(() -> queue.importing(attempt.id()));
        return run(attempt, local, order, Duration.ZERO);
    }

    /** @param ranBefore running time of earlier attempts, which counts against the job's limit */
    private Verdict run(Attempt attempt, AttemptLauncher launcher, SupervisorMessage start, Duration ranBefore)
            throws IOException, InterruptedException {
        AttemptTraces.Phase launching = traces.phase("launch");
        try (RunningAttempt running = launcher.launch(attempt, start)) {
            boolean connected = running.awaitConnection(attempt::shouldStop);
            attempt.markStarted();
            launching.close();
            if (connected) {
                attempt.follow(running);
                try (AttemptTraces.Phase _ = traces.phase("train")) {
                    return new Supervision(attempt, running, queue, metrics, settings, ranBefore).untilEnd();
                }
            }
            return running.isOver() ? running.endWithout(null) : stopped(attempt, running);
        }
    }

    private static Verdict stopped(Attempt attempt, RunningAttempt running) {
        Verdict verdict = stopped(attempt.lease());
        if (verdict instanceof Verdict.GivenBack && running.outlivesWorker()) {
            running.detach();
            return new Verdict.Detached();
        }
        return verdict;
    }
}
