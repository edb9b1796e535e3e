package dev.isograd.worker;

import dev.isograd.attempts.PodEntry;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.logs.LogStream;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.SupervisorMessage;
import dev.isograd.worker.kubernetes.OnKubernetes;
import dev.isograd.worker.kubernetes.PodRequest;
import dev.isograd.worker.kubernetes.PodRun;
import dev.isograd.worker.kubernetes.PodRuns;
import dev.isograd.worker.kubernetes.PodState;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Runs trainings in pods of a cluster, each as a Job of Kubernetes. */
@Component
@Primary
@OnKubernetes
class PodLauncher implements AttemptLauncher {

    private final PodRuns pods;
    private final JobQueue queue;
    private final WorkerProperties settings;

    PodLauncher(PodRuns pods, JobQueue queue, WorkerProperties settings) {
        this.pods = pods;
        this.queue = queue;
        this.settings = settings;
    }

    @Override
    public boolean outlivesWorker() {
        return true;
    }

    @Override
    public RunningAttempt launch(Attempt attempt, SupervisorMessage start) throws IOException {
        if (!(start instanceof SupervisorMessage.Start training)) {
            throw new IllegalArgumentException("Only trainings run in pods");
        }
        ChildOutput output = attempt.output();
        return new InPod(pods.open(new PodRequest(
                attempt.id(),
                training,
                attempt.folder().path(),
                heap(settings.heap()),
                pods.cpus(),
                attempt.devices().gpus().size(),
                attempt.job().estimatedBytes(),
                limit(attempt),
                line -> output.put(line.error() ? LogStream.STDERR : LogStream.STDOUT, line.text()),
                output::system)));
    }

    private Duration limit(Attempt attempt) {
        Duration left = attempt.runLimit().minus(queue.ranBefore(attempt.id()));
        return left.isNegative() ? Duration.ZERO : left.plus(settings.cancelGrace());
    }

    /** Reads a size of the JVM, such as 512m or 2g. */
    private static DataSize heap(String size) {
        return DataSize.parse(size.toUpperCase(Locale.ROOT).replaceFirst("([KMGT])$", "$1B"));
    }

    /** An attempt in its pod. */
    private record InPod(PodRun pod) implements RunningAttempt {

        @Override
        public boolean awaitConnection(BooleanSupplier cancelled) throws IOException, InterruptedException {
            return pod.awaitConnection(cancelled);
        }

        @Override
        public Optional<ChildMessage> receive(Duration wait) throws InterruptedException {
            return pod.receive(wait);
        }

        @Override
        public void send(SupervisorMessage message) {
            pod.send(message);
        }

        @Override
        public boolean isOver() {
            return pod.isOver();
        }

        @Override
        public int exitStatus() {
            return pod.exit()
                    .map(PodEntry.Exit::status)
                    .orElseGet(() -> pod.state().status());
        }

        @Override
        public Verdict endWithout(ChildMessage.@Nullable Failed lastMessage) {
            Optional<PodEntry.Exit> exit = pod.exit();
            PodState state = pod.state();
            if (exit.isPresent()) {
                return exit.get().stopped()
                        ? new Verdict.Displaced("The cluster told the pod to stop. " + state.message())
                        : new Verdict.Ended(
                                lastMessage,
                                exit.get().status(),
                                exit.get().oomKilled() || state.kind() == PodState.Kind.OOM_KILLED);
            }
            return switch (state.kind()) {
                case DISPLACED -> new Verdict.Displaced(state.message());
                case DEADLINE ->
                    pod.hasStarted()
                            ? new Verdict.Failed(new JobReason(ReasonCode.TIMEOUT_RUN, state.message()))
                            : new Verdict.Displaced("The pod did not start in time. " + state.message());
                case ENDED ->
                    state.status() == 0
                            ? new Verdict.Displaced("The pod has ended while no worker listened to it.")
                            : new Verdict.Ended(lastMessage, state.status(), false);
                case WAITING, RUNNING, CANNOT_START, OOM_KILLED, GONE ->
                    new Verdict.Ended(lastMessage, state.status(), state.kind() == PodState.Kind.OOM_KILLED);
            };
        }

        /** The cluster limits the memory of a pod. */
        @Override
        public Optional<String> memoryExcess() {
            return Optional.empty();
        }

        @Override
        public void stored() {
            pod.stored();
        }

        @Override
        public boolean outlivesWorker() {
            return true;
        }

        @Override
        public void detach() {
            pod.detach();
        }

        @Override
        public void kill() {
            pod.kill();
        }

        @Override
        public void close() {
            pod.close();
        }
    }
}
