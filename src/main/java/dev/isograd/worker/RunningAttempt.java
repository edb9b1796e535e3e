package dev.isograd.worker;

import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A started attempt as its supervisor sees it, wherever it runs. */
interface RunningAttempt extends AutoCloseable {

    /**
     * Waits until its first message can be received.
     *
     * @param cancelled polled all the time; ends the wait
     * @return false if it ended before, or the wait was cancelled
     */
    boolean awaitConnection(BooleanSupplier cancelled) throws IOException, InterruptedException;

    /**
     * Waits for the next message; empty if none arrives in time.
     *
     * @throws dev.isograd.trainer.MalformedMessage if something else than a message arrives
     */
    Optional<ChildMessage> receive(Duration wait) throws IOException, InterruptedException;

    /** A message to an attempt that is ending is lost. */
    void send(SupervisorMessage message);

    /** Whether it has ended and all its messages were received. */
    boolean isOver();

    int exitStatus() throws InterruptedException;

    /**
     * Returns how it ended without a result.
     *
     * @param lastMessage its own account of its failure, if it sent one
     */
    Verdict endWithout(ChildMessage.@Nullable Failed lastMessage) throws InterruptedException;

    /** Returns a sentence if it must end because this machine runs out of memory. */
    Optional<String> memoryExcess();

    /** Called when everything received so far is stored for good. */
    default void stored() {}

    /** Whether it keeps running while the worker restarts. */
    default boolean outlivesWorker() {
        return false;
    }

    /** Ends it at once. */
    void kill();

    /** Ends it, unless it outlives the worker and {@link #detach} was called. */
    @Override
    void close() throws IOException, InterruptedException;

    /** Leaves it running for the next run of this worker. */
    default void detach() {}
}
