package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.children.ChildSocket;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs attempts as child processes on this machine. */
@Component
@ConditionalOnRole(Role.WORKER)
class LocalLauncher implements AttemptLauncher {

    private final ChildLauncher processes;
    private final MemoryGuard memory;

    LocalLauncher(ChildLauncher processes, MemoryGuard memory) {
        this.processes = processes;
        this.memory = memory;
    }

    @Override
    public RunningAttempt launch(Attempt attempt, SupervisorMessage start) throws IOException {
        ChildSocket socket = new ChildSocket();
        try {
            Process process = start instanceof SupervisorMessage.Import
                    ? processes.launchImport(
                            attempt.devices(), socket.path(), attempt.folder().path())
                    : processes.launch(
                            attempt.devices(), socket.path(), attempt.folder().path());
            return new Child(attempt, process, socket, start, memory);
        } catch (IOException | RuntimeException notStarted) {
            socket.close();
            throw notStarted;
        }
    }

    /** A child process of this worker. */
    private static final class Child implements RunningAttempt {

        private final Process process;
        private final ChildSocket socket;
        private final ChildOutput output;
        private final SupervisorMessage start;
        private final MemoryGuard memory;
        private @Nullable ChildProcess connected;

        Child(Attempt attempt, Process process, ChildSocket socket, SupervisorMessage start, MemoryGuard memory) {
            this.process = process;
            this.socket = socket;
            this.output = attempt.output();
            this.start = start;
            this.memory = memory;
            memory.watch(process.toHandle());
            output.follow(process);
            output.system("Attempt %d: %s process %d started on %s"
                    .formatted(
                            attempt.id().number(),
                            attempt.noun(),
                            process.pid(),
                            attempt.devices().description()));
        }

        @Override
        public boolean awaitConnection(BooleanSupplier cancelled) throws IOException, InterruptedException {
            Optional<MessageChannel> channel = socket.accept(process, cancelled);
            if (channel.isPresent()) {
                connected = new ChildProcess(process, channel.get());
                connected.send(start);
            }
            return channel.isPresent();
        }

        private ChildProcess child() {
            return Objects.requireNonNull(connected, "The process has not connected");
        }

        @Override
        public Optional<ChildMessage> receive(Duration wait) throws IOException, InterruptedException {
            return child().receive(wait);
        }

        @Override
        public void send(SupervisorMessage message) {
            child().send(message);
        }

        @Override
        public boolean isOver() {
            return connected == null ? !process.isAlive() : connected.isOver();
        }

        @Override
        public int exitStatus() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public Verdict endWithout(ChildMessage.@Nullable Failed lastMessage) throws InterruptedException {
            return new Verdict.Ended(lastMessage, exitStatus(), connected != null && connected.mayBeOomKilled());
        }

        @Override
        public Optional<String> memoryExcess() {
            return memory.excess(process.toHandle()).map(MemoryGuard.Excess::message);
        }

        @Override
        public void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            try (socket;
                    ChildProcess _ = connected) {
                kill();
            } finally {
                memory.forget(process.toHandle());
                output.drain();
            }
        }
    }
}
