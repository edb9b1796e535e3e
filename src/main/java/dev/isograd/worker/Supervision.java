package dev.isograd.worker;

import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.metrics.MetricPoint;
import dev.isograd.metrics.MetricWriter;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Supervises one child process until it ends: handles its messages, checks its limits and stops it if necessary. */
final class Supervision {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration WORKER_STOP_GRACE = Duration.ofSeconds(5);
    private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PING_NANOS = Duration.ofSeconds(10).toNanos();

    private final Attempt attempt;
    private final AttemptId id;
    private final LeaseKeeper.Lease lease;
    private final RunningAttempt child;
    private final ChildOutput output;
    private final WriteQueue writes;
    private final JobQueue queue;
    private final MetricWriter metrics;
    private final WorkerProperties settings;
    private final Duration runLimit;
    private final Duration ranBefore;

    private final long startedAt = System.nanoTime();
    private long lastMessage = startedAt;
    private long lastCheck = startedAt;
    private long lastPing = startedAt;
    private @Nullable Verdict decided;
    private long stopBy;
    private ChildMessage.@Nullable Done done;
    private ChildMessage.@Nullable Failed failed;

    /** @param ranBefore running time of the job's earlier attempts, which counts against its limit */
    Supervision(
            Attempt attempt,
            RunningAttempt child,
            JobQueue queue,
            MetricWriter metrics,
            WorkerProperties settings,
            Duration ranBefore) {
        this.attempt = attempt;
        this.id = attempt.id();
        this.lease = attempt.lease();
        this.child = child;
        this.output = attempt.output();
        this.writes = attempt.writes();
        this.queue = queue;
        this.metrics = metrics;
        this.settings = settings;
        this.runLimit = attempt.runLimit();
        this.ranBefore = ranBefore;
    }

    Verdict untilEnd() throws InterruptedException {
        lease.whenLost(child::kill);
        while (!child.isOver() && !(decided instanceof Verdict.Detached)) {
            try {
                Optional<ChildMessage> message = child.receive(TICK);
                if (message.isPresent()) {
                    handle(message.get());
                }
            } catch (IOException malformed) {
                killFor(
                        ReasonCode.INTERNAL,
                        "The %s process broke the protocol: %s".formatted(attempt.noun(), malformed.getMessage()));
            }
            output.flush();
            writes.flush();
            attempt.report();
            if (done == null && failed == null && attempt.isStored()) {
                child.stored();
            }
            check();
        }
        return verdict();
    }

    private void handle(ChildMessage message) throws IOException {
        lastMessage = System.nanoTime();
        switch (message) {
            case ChildMessage.Hello hello -> checkProtocol(hello);
            case ChildMessage.Pong _, ChildMessage.Stopped _ -> {}
            case ChildMessage.Training training -> trainingStarted(training);
            case ChildMessage.Progress now -> {
                JobProgress progress =
                        new JobProgress(now.epoch(), now.epochs(), now.step(), now.steps(), now.etaSeconds());
                writes.add(() -> queue.progress(id, progress));
            }
            case ChildMessage.Metrics batch -> writes.add(() -> metrics.write(id, points(batch)));
            case ChildMessage.Withdrawn withdrawn ->
                writes.add(() -> metrics.discardAfter(id, withdrawn.fromStep() - 1));
            case ChildMessage.CheckpointReady ready -> attempt.store(ready);
            case ChildMessage.Done result -> done = result;
            case ChildMessage.Failed failure -> failed = failure;
        }
    }

    private void trainingStarted(ChildMessage.Training training) {
        long from = training.resumedFromStep();
        writes.add(() -> queue.training(id));
        writes.add(() -> metrics.discardAfter(id, from));
        output.system("Training %s: %,d parameters in %d local module(s)"
                .formatted(
                        from == 0 ? "starts" : "resumes from step " + from,
                        training.parameters(),
                        training.modules().size()));
    }

    private void checkProtocol(ChildMessage.Hello hello) {
        if (hello.protocol() != MessageChannel.PROTOCOL) {
            killFor(
                    ReasonCode.INTERNAL,
                    "The %s process uses protocol %d, this worker %d: the jar was replaced while the worker ran."
                            .formatted(attempt.noun(), hello.protocol(), MessageChannel.PROTOCOL));
        }
    }

    private static List<MetricPoint> points(ChildMessage.Metrics batch) {
        return batch.points().stream()
                .map(point -> new MetricPoint(point.name(), point.module(), point.step(), point.value()))
                .toList();
    }

    private void check() {
        long now = System.nanoTime();
        if (lease.isLost() && !(decided instanceof Verdict.Lost)) {
            end(new Verdict.Lost());
        }
        if (decided != null) {
            if (now > stopBy || lease.desiredState() == DesiredState.KILL) {
                child.kill();
            }
            return;
        }
        if (now - lastPing > PING_NANOS) {
            lastPing = now;
            child.send(new SupervisorMessage.Ping());
        }
        if (now - lastCheck > CHECK_NANOS) {
            lastCheck = now;
            decide(now);
        }
    }

    private void decide(long now) {
        Optional<String> excess = child.memoryExcess();
        if (excess.isPresent()) {
            killFor(ReasonCode.OOM_HOST, excess.get());
            return;
        }
        switch (lease.desiredState()) {
            case CONTINUE -> checkLimits(now);
            case PAUSE -> stopFor(new Verdict.Paused(), "Pause requested: stopping at the end of the step");
            case CANCEL -> stopFor(new Verdict.Cancelled(), "Cancel requested: stopping at the end of the step");
            case KILL -> {
                output.system("Kill requested: ending the %s process".formatted(attempt.noun()));
                end(new Verdict.Cancelled());
            }
        }
    }

    private void checkLimits(long now) {
        if (attempt.isWorkerStopping() && child.outlivesWorker()) {
            output.system("The worker is stopping: the %s continues without it".formatted(attempt.noun()));
            child.detach();
            decided = new Verdict.Detached();
        } else if (attempt.isWorkerStopping()) {
            stopFor(new Verdict.GivenBack(), "The worker is stopping: the job returns to the queue");
        } else if (now - startedAt > runLimit.minus(ranBefore).toNanos()) {
            String message = "Stopped at its limit of %d minutes.".formatted(runLimit.toMinutes());
            stopFor(new Verdict.Failed(new JobReason(ReasonCode.TIMEOUT_RUN, message)), message);
        } else if (now - lastMessage > settings.silenceLimit().toNanos()) {
            killFor(
                    ReasonCode.HUNG,
                    "The %s process did not respond for %d s."
                            .formatted(attempt.noun(), settings.silenceLimit().toSeconds()));
        }
    }

    private void stopFor(Verdict verdict, String why) {
        decided = verdict;
        // A stopping worker has little time before it is killed itself.
        Duration grace = verdict instanceof Verdict.GivenBack ? WORKER_STOP_GRACE : settings.cancelGrace();
        stopBy = System.nanoTime() + grace.toNanos();
        output.system(why);
        child.send(new SupervisorMessage.Stop(true));
    }

    private void killFor(ReasonCode code, String message) {
        output.system(message);
        end(new Verdict.Failed(new JobReason(code, message)));
    }

    private void end(Verdict verdict) {
        decided = verdict;
        stopBy = System.nanoTime();
        child.kill();
    }

    /** A decision of the supervisor counts first, then the child's own messages, then its exit status. */
    private Verdict verdict() throws InterruptedException {
        if (decided != null) {
            return decided;
        }
        if (done != null && child.exitStatus() == 0) {
            return new Verdict.Completed(done);
        }
        return lease.isLost() ? new Verdict.Lost() : child.endWithout(failed);
    }
}
