package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.datasets.DatasetFolders;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.ClaimedJob;
import dev.isograd.jobs.JobQueue;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.logs.LogWriter;
import dev.isograd.metrics.MetricWriter;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
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

    private final JobQueue queue;
    private final DatasetFolders datasets;
    private final MetricWriter metrics;
    private final LogWriter logs;
    private final ArtifactStore artifacts;
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
            WorkerFolders folders,
            WorkerProperties settings,
            InstantSource clock,
            JsonMapper json) {
        this.queue = queue;
        this.datasets = datasets;
        this.metrics = metrics;
        this.logs = logs;
        this.artifacts = artifacts;
        this.folders = folders;
        this.settings = settings;
        this.clock = clock;
        this.json = json;
    }

    void run(ClaimedJob job, LeaseKeeper.Lease lease, BooleanSupplier workerStopping) throws InterruptedException {
        ChildOutput output = new ChildOutput(job.attempt(), logs, clock);
        try (Scratch scratch = new Scratch(folders.scratch())) {
            Verdict verdict = train(job, lease, scratch, output, workerStopping);
            report(job, verdict, scratch, output);
        } catch (AttemptSuperseded superseded) {
            LOG.warn("{} is no longer ours; its child process was ended: {}", job.attempt(), superseded.getMessage());
        } catch (IOException | RuntimeException failure) {
            LOG.error("{} failed in the worker; it is tried again or ends as FAILED", job.attempt(), failure);
            queue.crashed(
                    job.attempt(), new JobReason(ReasonCode.INTERNAL, "The worker failed: " + failure.getMessage()));
        }
    }

    private Verdict train(
            ClaimedJob job,
            LeaseKeeper.Lease lease,
            Scratch scratch,
            ChildOutput output,
            BooleanSupplier workerStopping)
            throws IOException, InterruptedException {
        SupervisorMessage.Start order = stage(job, scratch);
        try (ChildSocket socket = new ChildSocket()) {
            Process process = launch(job, socket.path(), scratch);
            output.follow(process);
            output.system("Attempt %d: training process %d started"
                    .formatted(job.attempt().number(), process.pid()));
            try {
                Optional<MessageChannel> call = socket.accept(process);
                if (call.isPresent()) {
                    return supervise(job, lease, new ChildProcess(process, call.get()), order, output, workerStopping);
                }
                return new Verdict.Ended(null, process.waitFor());
            } finally {
                process.destroyForcibly();
                output.drain();
            }
        }
    }

    private Verdict supervise(
            ClaimedJob job,
            LeaseKeeper.Lease lease,
            ChildProcess child,
            SupervisorMessage.Start order,
            ChildOutput output,
            BooleanSupplier workerStopping)
            throws IOException, InterruptedException {
        Duration runLimit = Duration.ofMinutes(job.spec().limits().maxMinutes());
        try (child) {
            child.send(order);
            return new Supervision(
                            job.attempt(), lease, child, output, queue, metrics, settings, runLimit, workerStopping)
                    .untilEnd();
        }
    }

    private SupervisorMessage.Start stage(ClaimedJob job, Scratch scratch) throws IOException {
        Path spec = scratch.file("spec.json");
        Files.write(spec, json.writeValueAsBytes(SpecWriter.write(job.spec())));
        Path data = datasets.locate(job.spec().dataset()).toAbsolutePath();
        return new SupervisorMessage.Start(
                spec.toString(), data.toString(), scratch.folder().toString());
    }

    private Process launch(ClaimedJob job, Path socket, Scratch scratch) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildProgram.command(settings, socket, scratch.folder()));
        builder.directory(scratch.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(ChildProgram.environment(settings.threads(job.slots()), folders.nativeCache()));
        return builder.start();
    }

    private void report(ClaimedJob job, Verdict verdict, Scratch scratch, ChildOutput output) throws IOException {
        switch (verdict) {
            case Verdict.Trained(var done) -> {
                queue.finalizing(job.attempt());
                queue.succeed(
                        job.attempt(), new TrainedFiles(artifacts, json).store(job, done.result(), scratch.folder()));
            }
            case Verdict.Cancelled _ -> queue.cancelled(job.attempt());
            case Verdict.Paused _ -> queue.paused(job.attempt());
            case Verdict.Lost _ -> LOG.warn("{} belongs to another worker now; its child was ended", job.attempt());
            case Verdict.GivenBack _ -> queue.release(job.attempt(), "The worker stopped before the training ended.");
            case Verdict.Failed(JobReason reason) -> fail(job, reason, output);
            case Verdict.Ended ended -> {
                Optional<CrashReport> crash = CrashReport.read(scratch.file(Scratch.CRASH_REPORT));
                crash.ifPresent(report -> output.system(report.lines()));
                fail(job, EndCause.of(ended, crash), output);
            }
        }
    }

    private void fail(ClaimedJob job, JobReason reason, ChildOutput output) {
        output.system(reason.code() + ": " + reason.message());
        if (reason.code().retryable()) {
            queue.crashed(job.attempt(), reason);
        } else {
            queue.fail(job.attempt(), reason);
        }
    }
}
