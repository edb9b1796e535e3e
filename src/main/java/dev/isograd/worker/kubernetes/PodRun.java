package dev.isograd.worker.kubernetes;

import dev.isograd.attempts.PodEntry;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.SupervisorMessage;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An attempt that runs in a pod, or will. */
public final class PodRun implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** After this time, a pod that was ended counts as gone: its token is not accepted any more. */
    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final PodRequest request;
    private final PodLink link;
    private final PodLinks links;
    private final ClusterJobs jobs;
    private final AttemptTokens tokens;
    private final JobManifest manifest;

    private volatile boolean created;
    private boolean seen;
    private volatile boolean detached;
    private boolean warned;
    private volatile long triedAt;
    private volatile long killedAt;
    private @Nullable String token;
    private String lastMessage = "";

    PodRun(
            PodRequest request,
            PodLink link,
            PodLinks links,
            ClusterJobs jobs,
            AttemptTokens tokens,
            JobManifest manifest) {
        this.request = request;
        this.link = link;
        this.links = links;
        this.jobs = jobs;
        this.tokens = tokens;
        this.manifest = manifest;
        this.triedAt = System.nanoTime() - RETRY.toNanos();
    }

    /**
     * Creates the Job unless it exists, and waits until its pod reports for the first time.
     *
     * @return false if the pod has ended, or the wait was cancelled
     * @throws IOException if the pod cannot start
     */
    public boolean awaitConnection(BooleanSupplier cancelled) throws IOException, InterruptedException {
        while (!cancelled.getAsBoolean()) {
            if (!created && System.nanoTime() - triedAt >= RETRY.toNanos()) {
                create();
            }
            if (link.awaitFirst(TICK)) {
                return true;
            }
            if (created) {
                PodState state = state();
                describe(state);
                if (state.kind() == PodState.Kind.CANNOT_START) {
                    throw new IOException(state.message());
                }
                if (state.kind().isOver()) {
                    return link.hasSpoken();
                }
            }
        }
        return false;
    }

    private void create() throws IOException {
        triedAt = System.nanoTime();
        try {
            if (jobs.exists(request.attempt())) {
                request.log().accept("The Job %s exists and continues".formatted(AttemptKey.name(request.attempt())));
            } else {
                token = token == null ? tokens.issue(request.attempt()) : token;
                jobs.create(manifest.of(request, token));
                request.log().accept("Created the Job " + AttemptKey.name(request.attempt()));
            }
            created = true;
        } catch (KubernetesClientException failure) {
            int code = failure.getCode();
            if (code >= 400 && code < SERVER_ERROR && code != TOO_MANY) {
                throw new IOException("The cluster refuses the Job: " + failure.getMessage(), failure);
            }
            if (!warned) {
                request.log().accept("The cluster is out of reach, trying again: " + failure.getMessage());
                warned = true;
            }
        }
    }

    private void describe(PodState state) {
        if (!state.message().equals(lastMessage)) {
            lastMessage = state.message();
            if (!lastMessage.isEmpty()) {
                request.log().accept(lastMessage);
            }
        }
    }

    /** Returns the state in the cluster; a Job that was not seen yet counts as waiting. */
    public PodState state() {
        PodState state = jobs.state(request.attempt(), link.hasSpoken());
        seen |= state.kind() != PodState.Kind.GONE;
        return state.kind() == PodState.Kind.GONE && !(seen && jobs.isSynced())
                ? new PodState(PodState.Kind.WAITING, "", 0)
                : state;
    }

    public Optional<ChildMessage> receive(Duration wait) throws InterruptedException {
        return link.next(wait);
    }

    public void send(SupervisorMessage message) {
        link.send(message);
    }

    public boolean isOver() {
        if (!link.isDrained()) {
            return false;
        }
        long killed = killedAt;
        return link.exit().isPresent()
                || state().kind().isOver()
                || killed != 0 && System.nanoTime() - killed > LONGEST_END.toNanos();
    }

    /** Returns how the child process ended, if the pod could still tell. */
    public Optional<PodEntry.Exit> exit() {
        return link.exit();
    }

    public boolean hasStarted() {
        return link.hasSpoken();
    }

    public void stored() {
        link.markStored();
    }

    /** Ends the pod by its connection and by the cluster, whichever is faster. Does not wait. */
    public void kill() {
        if (killedAt == 0) {
            killedAt = System.nanoTime();
            link.end();
            Thread.ofVirtual().start(() -> jobs.delete(request.attempt()));
        }
    }

    /** Leaves the Job running for the next run of this worker. */
    public void detach() {
        detached = true;
    }

    /** Ends the pod unless it was detached or has ended by itself; the cluster deletes such a Job later. */
    @Override
    public void close() {
        if (detached) {
            links.leave(link);
            return;
        }
        if (link.exit().isEmpty() && killedAt == 0) {
            kill();
        }
        links.close(link);
    }
}
