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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Watches one child process from its first word to its end, and stops it when it must be stopped. */
final class Supervision {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration WORKER_STOP_GRACE = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PING_NANOS = Duration.ofSeconds(10).toNanos();

    private final AttemptId attempt;
    private final LeaseKeeper.Lease lease;
    private final ChildProcess child;
    private final ChildOutput output;
    private final WriteQueue writes;
    private final JobQueue queue;
    private final MetricWriter metrics;
    private final AttemptCheckpoints checkpoints;
    private final MemoryGuard memory;
    private final WorkerProperties settings;
    private final Duration runLimit;
    private final Duration ranBefore;
    private final BooleanSupplier workerStopping;

    private final long startedAt = System.nanoTime();
    private long lastHeard = startedAt;
    private long lastLook = startedAt;
    private long lastPing = startedAt;
    private @Nullable Verdict decided;
    private long stopBy;
    private ChildMessage.@Nullable Done done;
    private ChildMessage.@Nullable Failed failed;

    Supervision(
            AttemptId attempt,
            LeaseKeeper.Lease lease,
            ChildProcess child,
            ChildOutput output,
            WriteQueue writes,
            JobQueue queue,
            MetricWriter metrics,
            AttemptCheckpoints checkpoints,
            MemoryGuard memory,
            WorkerProperties settings,
            Duration runLimit,
            Duration ranBefore,
            BooleanSupplier workerStopping) {
        this.attempt = attempt;
        this.lease = lease;
        this.child = child;
        this.output = output;
        this.writes = writes;
        this.queue = queue;
        this.metrics = metrics;
        this.checkpoints = checkpoints;
        this.memory = memory;
        this.settings = settings;
        this.runLimit = runLimit;
        this.ranBefore = ranBefore;
        this.workerStopping = workerStopping;
    }

    Verdict untilEnd() throws InterruptedException {
        lease.whenLost(child::kill);
        while (!child.isOver()) {
            try {
                Optional<ChildMessage> message = child.hear(TICK);
                if (message.isPresent()) {
                    take(message.get());
                }
            } catch (IOException garbled) {
                killFor(ReasonCode.INTERNAL, "The training process broke the protocol: " + garbled.getMessage());
            }
            output.flush();
            writes.flush();
            checkpoints.report();
            watch();
        }
        return verdict(child.exitStatus());
    }

    private void take(ChildMessage message) throws IOException {
        lastHeard = System.nanoTime();
        switch (message) {
            case ChildMessage.Hello hello -> checkProtocol(hello);
            case ChildMessage.Pong _, ChildMessage.Stopped _ -> {}
            case ChildMessage.Training training -> {
                writes.add(() -> queue.training(attempt));
                writes.add(() -> metrics.goOnFrom(attempt, training.resumedFromStep()));
                output.system("Training %s: %,d parameters in %d local module(s)"
                        .formatted(
                                training.resumedFromStep() == 0
                                        ? "starts"
                                        : "goes on from step " + training.resumedFromStep(),
                                training.parameters(),
                                training.modules().size()));
            }
            case ChildMessage.Progress now -> {
                JobProgress progress =
                        new JobProgress(now.epoch(), now.epochs(), now.step(), now.steps(), now.etaSeconds());
                writes.add(() -> queue.progress(attempt, progress));
            }
            case ChildMessage.Metrics batch -> writes.add(() -> metrics.write(attempt, points(batch)));
            case ChildMessage.CheckpointReady ready -> checkpoints.take(ready);
            case ChildMessage.Done result -> done = result;
            case ChildMessage.Failed failure -> failed = failure;
        }
    }

    private void checkProtocol(ChildMessage.Hello hello) {
        if (hello.protocol() != MessageChannel.PROTOCOL) {
            killFor(
                    ReasonCode.INTERNAL,
                    "The training process speaks protocol %d, this worker %d; the jar was replaced under it."
                            .formatted(hello.protocol(), MessageChannel.PROTOCOL));
        }
    }

    private static List<MetricPoint> points(ChildMessage.Metrics batch) {
        return batch.points().stream()
                .map(point -> new MetricPoint(point.name(), point.module(), point.step(), point.value()))
                .toList();
    }

    private void watch() {
        long now = System.nanoTime();
        if (lease.isLost() && !(decided instanceof Verdict.Lost)) {
            end(new Verdict.Lost());
        }
        if (decided != null) {
            if (now > stopBy || lease.demand() == DesiredState.KILL) {
                child.kill();
            }
            return;
        }
        if (now - lastPing > PING_NANOS) {
            lastPing = now;
            child.send(new SupervisorMessage.Ping());
        }
        if (now - lastLook > LOOK_NANOS) {
            lastLook = now;
            decide(now);
        }
    }

    private void decide(long now) {
        Optional<MemoryGuard.Excess> excess = memory.excess(child.handle());
        if (excess.isPresent()) {
            killFor(ReasonCode.OOM_HOST, excess.get().message());
            return;
        }
        switch (lease.demand()) {
            case CONTINUE -> decideOurselves(now);
            case PAUSE -> stopFor(new Verdict.Paused(), "Pause asked for: stopping at the end of the step");
            case CANCEL -> stopFor(new Verdict.Cancelled(), "Cancel asked for: stopping at the end of the step");
            case KILL -> {
                output.system("Kill asked for: the training process is ended");
                end(new Verdict.Cancelled());
            }
        }
    }

    private void decideOurselves(long now) {
        if (workerStopping.getAsBoolean()) {
            stopFor(new Verdict.GivenBack(), "The worker is stopping: the job goes back to the queue");
        } else if (now - startedAt > runLimit.minus(ranBefore).toNanos()) {
            String message = "Stopped at its limit of %d minutes.".formatted(runLimit.toMinutes());
            stopFor(new Verdict.Failed(new JobReason(ReasonCode.TIMEOUT_RUN, message)), message);
        } else if (now - lastHeard > settings.silenceLimit().toNanos()) {
            killFor(
                    ReasonCode.HUNG,
                    "The training process gave no sign of life for %d s."
                            .formatted(settings.silenceLimit().toSeconds()));
        }
    }

    private void stopFor(Verdict verdict, String why) {
        decided = verdict;
        // A worker that stops has itself only so long before it is killed.
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

    /** What was decided here stands; otherwise the child's own word, and only then its exit status. */
    private Verdict verdict(int status) {
        if (decided != null) {
            return decided;
        }
        if (done != null && status == 0) {
            return new Verdict.Trained(done);
        }
        return lease.isLost()
                ? new Verdict.Lost()
                : new Verdict.Ended(failed, status, child.mayHaveBeenEndedByKernel());
    }
}
