package dev.isograd.worker.kubernetes;

import dev.isograd.attempts.PodBatch;
import dev.isograd.attempts.PodEntry;
import dev.isograd.attempts.PodOrder;
import dev.isograd.attempts.PodOrders;
import dev.isograd.attempts.PodReceipt;
import dev.isograd.jobs.AttemptId;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.SupervisorMessage;
import io.github.bucket4j.Bucket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one attempt to its pod. The pod's entries wait here for the supervising thread, and the messages for the
 * child process wait for the pod's next request.
 */
final class PodLink {

    private static final int MOST_WAITING = 2_000;
    private static final int MOST_ORDERS = 1_000;
    private static final int REQUESTS_PER_SECOND = 50;

    private final AttemptId attempt;
    private final PodOrder order;
    private final PodFiles files;
    private final Consumer<PodEntry.Line> lines;
    private final String session = UUID.randomUUID().toString();
    private final Bucket rate = Bucket.builder()
            .addLimit(limit ->
                    limit.capacity(2 * REQUESTS_PER_SECOND).refillGreedy(REQUESTS_PER_SECOND, Duration.ofSeconds(1)))
            .build();

    private record Numbered(long number, ChildMessage message) {}

    private final Deque<Numbered> messages = new ArrayDeque<>();
    private final List<SupervisorMessage> orders = new ArrayList<>();
    private @Nullable String bound;
    private long received = -1;
    private long handled;
    private long stored;
    private PodEntry.@Nullable Exit exit;
    private boolean ended;

    PodLink(AttemptId attempt, PodOrder order, PodFiles files, Consumer<PodEntry.Line> lines) {
        this.attempt = attempt;
        this.order = order;
        this.files = files;
        this.lines = lines;
    }

    AttemptId attempt() {
        return attempt;
    }

    PodOrder order() {
        return order;
    }

    PodFiles files() {
        return files;
    }

    synchronized boolean isBound(String hash, String pod) {
        return bound != null
                && !ended
                && MessageDigest.isEqual(
                        bound.getBytes(StandardCharsets.UTF_8), (hash + pod).getBytes(StandardCharsets.UTF_8));
    }

    synchronized void bind(String hash, String pod) {
        bound = hash + pod;
    }

    void requireRate() {
        if (!rate.tryConsume(1)) {
            throw AttemptProblem.tooOften();
        }
    }

    /** Takes entries in order, as many as there is room for; those that were received before are skipped. */
    synchronized PodReceipt receive(PodBatch batch) {
        if (received < 0) {
            received = Math.max(0, batch.stored());
            stored = received;
            handled = received;
        }
        long number = batch.first();
        for (PodEntry entry : batch.entries()) {
            if (number == received + 1 && !take(number, entry)) {
                break;
            }
            received = number == received + 1 ? number : received;
            number++;
        }
        notifyAll();
        return new PodReceipt(session, received, stored);
    }

    private boolean take(long number, PodEntry entry) {
        switch (entry) {
            case PodEntry.Line line -> lines.accept(line);
            case PodEntry.Exit end -> exit = end;
            case PodEntry.Message(ChildMessage message) -> {
                if (messages.size() >= MOST_WAITING) {
                    return false;
                }
                messages.add(new Numbered(number, message));
            }
        }
        return true;
    }

    synchronized boolean hasSpoken() {
        return received >= 0;
    }

    synchronized boolean awaitFirst(Duration limit) throws InterruptedException {
        if (received < 0) {
            wait(limit.toMillis());
        }
        return received >= 0;
    }

    /** Returns the next message; whatever was returned before it has been handled. */
    synchronized Optional<ChildMessage> next(Duration limit) throws InterruptedException {
        if (messages.isEmpty() && exit == null) {
            wait(limit.toMillis());
        }
        Numbered next = messages.poll();
        // Lines were passed on at once.
        handled = next == null ? Math.max(0, received) : next.number();
        return Optional.ofNullable(next).map(Numbered::message);
    }

    synchronized boolean isDrained() {
        return messages.isEmpty();
    }

    /** The end of the child process must be sent again until the end of the attempt is recorded. */
    synchronized void markStored() {
        stored = exit == null ? handled : Math.min(handled, Math.max(stored, received - 1));
    }

    synchronized Optional<PodEntry.Exit> exit() {
        return Optional.ofNullable(exit);
    }

    synchronized void send(SupervisorMessage message) {
        if (orders.size() < MOST_ORDERS) {
            orders.add(message);
        }
        notifyAll();
    }

    /** Waits until there are messages after the given one. */
    synchronized PodOrders orders(String known, long after, Duration limit) throws InterruptedException {
        int from = known.equals(session) ? (int) Math.clamp(after, 0, orders.size()) : 0;
        if (from == orders.size() && !ended) {
            wait(limit.toMillis());
        }
        return new PodOrders(session, orders.size(), orders.subList(from, orders.size()), ended);
    }

    /** Answers the pod's waiting requests. */
    synchronized void wake() {
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
