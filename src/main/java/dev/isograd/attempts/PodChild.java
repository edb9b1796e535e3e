package dev.isograd.attempts;

import dev.isograd.children.ChildProgram;
import dev.isograd.children.ChildSocket;
import dev.isograd.children.CudaEnvironment;
import dev.isograd.children.OomKills;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.MemoryAllocator;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import dev.isograd.trainer.TrainerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The training process of a pod. What it says and prints goes into the outbox, its end last. */
final class PodChild implements AutoCloseable {

    private static final int MOST_CHARACTERS = 8_000;

    private final Process process;
    private final ChildSocket socket;
    private final OomKills oomKills;
    private final PodOutbox outbox = new PodOutbox();
    private volatile Optional<MessageChannel> channel = Optional.empty();
    private volatile boolean stopped;
    private volatile Optional<Integer> exit = Optional.empty();

    private PodChild(Process process, ChildSocket socket) {
        this.process = process;
        this.socket = socket;
        this.oomKills = OomKills.of(process.toHandle());
    }

    static PodChild start(PodOrder order, Path folder) throws IOException {
        ChildSocket socket = new ChildSocket();
        ProcessBuilder builder =
                new ProcessBuilder(ChildProgram.command(order.heap(), TrainerProcess.class, socket.path(), folder));
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(ChildProgram.environment(System.getenv(), order.threads(), folder.resolve("native")));
        String gpus =
                IntStream.range(0, order.gpus()).mapToObj(Integer::toString).collect(Collectors.joining(","));
        builder.environment().putAll(CudaEnvironment.of(gpus, false, folder.resolve("cuda")));
        builder.environment().putAll(MemoryAllocator.find(MemoryAllocator.AUTO).environment());
        PodChild child = new PodChild(builder.start(), socket);
        child.follow(absolute(order.start(), folder));
        return child;
    }

    private static SupervisorMessage.Start absolute(SupervisorMessage.Start start, Path folder) {
        SupervisorMessage.Resume resume = start.resume();
        return new SupervisorMessage.Start(
                folder.resolve(start.specFile()).toString(),
                folder.resolve(start.datasetFolder()).toString(),
                folder.resolve(start.outputFolder()).normalize().toString(),
                resume == null
                        ? null
                        : new SupervisorMessage.Resume(
                                folder.resolve(resume.stateFile()).toString(), resume.spent(), resume.fork()),
                start.interval(),
                start.traceparent());
    }

    PodOutbox outbox() {
        return outbox;
    }

    /** Empty while it runs or not everything it said is in the outbox. */
    Optional<Integer> exitStatus() {
        return exit;
    }

    private void follow(SupervisorMessage.Start start) {
        List<Thread> readers = List.of(
                read(process.getInputStream(), false),
                read(process.getErrorStream(), true),
                Thread.ofPlatform().daemon().name("child").start(() -> converse(start)));
        Thread.ofPlatform().daemon().name("end").start(() -> {
            try {
                int status = process.waitFor();
                for (Thread reader : readers) {
                    reader.join();
                }
                outbox.add(new PodEntry.Exit(status, oomKills.happened(), stopped));
                exit = Optional.of(status);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Thread read(InputStream stream, boolean error) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                StringBuilder line = new StringBuilder();
                for (int next = lines.read(); next >= 0; next = lines.read()) {
                    if (next != '\n') {
                        line.append((char) next);
                    }
                    if (next == '\n' || line.length() >= MOST_CHARACTERS && !Character.isHighSurrogate((char) next)) {
                        outbox.add(new PodEntry.Line(error, line.toString()));
                        line.setLength(0);
                    }
                }
                if (!line.isEmpty()) {
                    outbox.add(new PodEntry.Line(error, line.toString()));
                }
            } catch (IOException killed) {
                System.err.println("The output of the training process ended early: " + killed.getMessage());
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void converse(SupervisorMessage.Start start) {
        try {
            Optional<MessageChannel> connected = socket.accept(process, () -> false);
            if (connected.isEmpty()) {
                return;
            }
            channel = connected;
            connected.get().send(start);
            if (stopped) {
                connected.get().send(new SupervisorMessage.Stop(true));
            }
            for (var next = connected.get().receive(ChildMessage.class);
                    next.isPresent();
                    next = connected.get().receive(ChildMessage.class)) {
                outbox.add(new PodEntry.Message(next.get()));
            }
        } catch (IOException broken) {
            System.err.println("The connection to the training process is broken: " + broken.getMessage());
            kill();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** A message to a process that is ending is lost. */
    void send(SupervisorMessage message) {
        try {
            if (channel.isPresent()) {
                channel.get().send(message);
            }
        } catch (IOException ending) {
            System.err.println("The training process no longer receives messages: " + ending.getMessage());
        }
    }

    /** The cluster ends this pod soon: the training saves its state and ends. */
    void stop() {
        stopped = true;
        send(new SupervisorMessage.Stop(true));
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        socket.close();
    }
}
