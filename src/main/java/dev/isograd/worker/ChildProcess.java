package dev.isograd.worker;

import dev.isograd.children.OomKills;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.MalformedMessage;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running child process and the message channel to it. */
final class ChildProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    /** Passed on by the reader thread: a message, or the end of the channel. */
    private sealed interface Received {
        record Message(ChildMessage message) implements Received {}

        record End(@Nullable IOException cause) implements Received {}
    }

    private final Process process;
    private final MessageChannel channel;
    private final OomKills oomKills;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>(1_000);
    private boolean ended;

    ChildProcess(Process process, MessageChannel channel) {
        this.process = process;
        this.channel = channel;
        this.oomKills = OomKills.of(process.toHandle());
        Thread.ofVirtual().name("child " + process.pid()).start(this::read);
    }

    private void read() {
        try {
            received.put(new Received.End(readAll()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable IOException readAll() throws InterruptedException {
        try {
            for (var next = channel.receive(ChildMessage.class);
                    next.isPresent();
                    next = channel.receive(ChildMessage.class)) {
                received.put(new Received.Message(next.get()));
            }
            return null;
        } catch (IOException broken) {
            return broken;
        }
    }

    /**
     * Waits for the next message; empty if none arrives in time or the channel has ended.
     *
     * @throws MalformedMessage if the child sent anything else
     */
    Optional<ChildMessage> receive(Duration wait) throws IOException, InterruptedException {
        if (ended) {
            process.waitFor(wait);
            return Optional.empty();
        }
        return switch (received.poll(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            case null -> Optional.empty();
            case Received.Message(ChildMessage message) -> Optional.of(message);
            case Received.End(IOException cause) -> {
                ended = true;
                if (cause instanceof MalformedMessage) {
                    throw cause;
                }
                yield Optional.empty();
            }
        };
    }

    /** A failure to send is only logged: the child is ending, and {@link #isOver} reports it soon. */
    void send(SupervisorMessage message) {
        try {
            channel.send(message);
        } catch (IOException ending) {
            LOG.debug("Child process {} no longer receives messages: {}", process.pid(), ending.getMessage());
        }
    }

    /** True once the process has ended and all its messages were received. */
    boolean isOver() {
        return ended && !process.isAlive();
    }

    /** Whether the kernel has killed a process in this one's control group for lack of memory. */
    boolean mayBeOomKilled() {
        return oomKills.happened();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
