package dev.isograd.worker;

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

/** A running child process and the conversation with it. */
final class ChildProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    /** What the reader thread hands over: a message, or the end of the conversation. */
    private sealed interface Heard {
        record Message(ChildMessage message) implements Heard {}

        record End(@Nullable IOException cause) implements Heard {}
    }

    private final Process process;
    private final MessageChannel channel;
    private final OomKills oomKills;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(1_000);
    private boolean ended;

    ChildProcess(Process process, MessageChannel channel) {
        this.process = process;
        this.channel = channel;
        this.oomKills = OomKills.of(process.toHandle());
        Thread.ofVirtual().name("child " + process.pid()).start(this::listen);
    }

    private void listen() {
        try {
            heard.put(new Heard.End(hearOut()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable IOException hearOut() throws InterruptedException {
        try {
            for (var next = channel.receive(ChildMessage.class);
                    next.isPresent();
                    next = channel.receive(ChildMessage.class)) {
                heard.put(new Heard.Message(next.get()));
            }
            return null;
        } catch (IOException broken) {
            return broken;
        }
    }

    /**
     * Waits for the next message; empty when none came in time or none will come.
     *
     * @throws IOException when the child said something that is no message
     */
    Optional<ChildMessage> hear(Duration wait) throws IOException, InterruptedException {
        if (ended) {
            process.waitFor(wait);
            return Optional.empty();
        }
        return switch (heard.poll(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            case null -> Optional.empty();
            case Heard.Message(ChildMessage message) -> Optional.of(message);
            case Heard.End(IOException cause) -> {
                ended = true;
                if (cause instanceof MalformedMessage) {
                    throw cause;
                }
                yield Optional.empty();
            }
        };
    }

    /** A child that cannot be reached is ending, which {@link #hear} will tell. */
    void send(SupervisorMessage message) {
        try {
            channel.send(message);
        } catch (IOException ending) {
            LOG.debug("Child process {} no longer listens: {}", process.pid(), ending.getMessage());
        }
    }

    /** True once the process is gone and everything it said was heard. */
    boolean isOver() {
        return ended && !process.isAlive();
    }

    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    /** The kernel ended a process where this one ran, for want of memory. */
    boolean mayHaveBeenEndedByKernel() {
        return oomKills.happened();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        channel.close();
    }
}
