package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isograd.Digests;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutcome;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.spec.TrainingSpec;
import dev.isograd.trainer.ChildMessage.CheckpointReady;
import dev.isograd.trainer.SupervisorMessage.Interval;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StateSaverTests {

    private static final LabelledImages IMAGES = Synthetic.images(40, 1, 8, 2);

    /** A training of 20 steps. */
    private static final TrainingSpec SPEC = Synthetic.spec(
            Synthetic.greedy(),
            Map.of(
                    "network",
                    Map.of("type", "mlp", "width", 16),
                    "split",
                    Map.of("modules", 2),
                    "batchSize",
                    4,
                    "epochs",
                    2));

    @TempDir
    private Path folder;

    private final SupervisorSignals signals = new SupervisorSignals();
    private long nanos;
    private MessageChannel child;
    private MessageChannel supervisor;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            child = new MessageChannel(SocketChannel.open(address));
            supervisor = new MessageChannel(server.accept());
        }
        Files.delete(folder.resolve("s"));
    }

    @AfterEach
    void disconnect() throws IOException {
        child.close();
        supervisor.close();
    }

    @Test
    void savesWhenBothTimeAndStepsHavePassed() throws IOException {
        // 10 s per step: 30 s pass before 4 steps, and 4 steps before 90 s.
        train(saver(folder, new Interval(30, 4)), step -> {
            nanos += Duration.ofSeconds(10).toNanos();
            signals.checkpointTaken();
        });
        assertThat(steps()).containsExactly(4L, 8L, 12L, 16L);
    }

    @Test
    void waitsForTheTimeIfStepsAreFast() throws IOException {
        train(saver(folder, new Interval(90, 4)), step -> {
            nanos += Duration.ofSeconds(10).toNanos();
            signals.checkpointTaken();
        });
        assertThat(steps()).containsExactly(9L, 18L);
    }

    @Test
    void writesNoCheckpointBeforeTheLastOneIsStored() throws IOException {
        train(saver(folder, new Interval(0, 2)), step -> {
            if (step == 9) {
                signals.checkpointTaken();
            }
        });
        assertThat(steps()).containsExactly(2L, 9L);
    }

    @Test
    void savesOnceOnRequest() throws IOException {
        train(saver(folder, new Interval(1_000_000, 1)), step -> {
            if (step == 7) {
                signals.requestSave();
            }
        });
        List<CheckpointReady> ready = ready();
        assertThat(ready).hasSize(1);
        assertThat(ready.getFirst().step()).isEqualTo(7);
        assertThat(ready.getFirst().reason()).isEqualTo(SaveReason.REQUEST);
    }

    @Test
    void describesTheFileThatItWrites() throws IOException {
        train(saver(folder, new Interval(0, 15)), step -> {});

        CheckpointReady ready = ready().getFirst();

        Path file = folder.resolve(ready.file());
        assertThat(Files.size(file)).isEqualTo(ready.bytes());
        assertThat(Digests.of(file)).isEqualTo(ready.sha256());
        assertThat(ready.epoch()).isEqualTo(1);
        assertThat(ready.testAccuracy()).isBetween(0.0, 1.0);
        assertThat(files(folder)).containsExactly(ready.file());
    }

    @Test
    void savesTheSameStepOnce() throws IOException {
        StateSaver saver = saver(folder, new Interval(0, 20));
        try (TrainingLoop loop = new TrainingLoop(SPEC, IMAGES, IMAGES, new Steps(step -> {}))) {
            saver.save(loop, SaveReason.STOP);
            loop.run();
            saver.save(loop, SaveReason.FINAL);
            saver.save(loop, SaveReason.STOP);
        }
        assertThat(steps()).containsExactly(20L);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void continuesIfTheDiskIsFull() throws Exception {
        Path small = folder.resolve("small");
        mount(small, "64k");
        try {
            Files.write(small.resolve("others"), new byte[60_000]);

            TrainingOutcome outcome = train(saver(small, new Interval(0, 5)), step -> {});

            assertThat(outcome.stopped()).isFalse();
            assertThat(ready()).isEmpty();
            assertThat(files(small)).containsExactly("others");
        } finally {
            unmount(small);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsTheLastCheckpointIfTwoMoreWouldNotFit() throws Exception {
        Path small = folder.resolve("small");
        mount(small, "256k");
        try {
            train(saver(small, new Interval(0, 5)), step -> {
                signals.checkpointTaken();
                if (step == 7) {
                    fill(small);
                }
            });

            List<CheckpointReady> ready = ready();
            assertThat(ready).extracting(CheckpointReady::step).containsExactly(5L);
            assertThat(Digests.of(small.resolve(ready.getFirst().file())))
                    .isEqualTo(ready.getFirst().sha256());
            assertThat(files(small)).containsExactly(ready.getFirst().file(), "others");
        } finally {
            unmount(small);
        }
    }

    /** Leaves room for one more state, not for two. */
    private static void fill(Path folder) {
        try {
            long state = Files.size(folder.resolve("checkpoint-5.safetensors"));
            long free = Files.getFileStore(folder).getUsableSpace();
            assertThat(free).isGreaterThan(2 * state);
            Files.write(folder.resolve("others"), new byte[(int) (free - state * 3 / 2)]);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void mount(Path folder, String size) throws Exception {
        Files.createDirectory(folder);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()),
                "mounting is not allowed here");
    }

    private static void unmount(Path folder) throws Exception {
        assertThat(run("umount", folder.toString())).isTrue();
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private StateSaver saver(Path into, Interval interval) {
        return new StateSaver(
                into,
                interval,
                signals,
                child,
                (file, bytes, sha256, position, reason) -> new CheckpointReady(
                        file.getFileName().toString(),
                        bytes,
                        sha256,
                        position.epoch(),
                        position.step(),
                        position.testAccuracy(),
                        position.testLoss(),
                        reason,
                        TrainingTime.NONE,
                        Map.of()),
                () -> nanos);
    }

    private TrainingOutcome train(StateSaver saver, LongConsumer eachStep) {
        try (TrainingLoop loop = new TrainingLoop(SPEC, IMAGES, IMAGES, new Steps(eachStep))) {
            return loop.run(saver);
        }
    }

    private List<Long> steps() throws IOException {
        return ready().stream().map(CheckpointReady::step).toList();
    }

    /** All messages of the child. */
    private List<CheckpointReady> ready() throws IOException {
        child.close();
        List<CheckpointReady> ready = new ArrayList<>();
        for (Optional<ChildMessage> next = supervisor.receive(ChildMessage.class);
                next.isPresent();
                next = supervisor.receive(ChildMessage.class)) {
            ready.add((CheckpointReady) next.get());
        }
        return ready;
    }

    /** Receives steps only. */
    private record Steps(LongConsumer each) implements ProgressListener {

        @Override
        public void started(TrainingOutline outline) {}

        @Override
        public void stepEnded(int epoch, long step) {
            each.accept(step);
        }

        @Override
        public void metric(Metric metric) {}

        @Override
        public void epochEnded(int epoch) {}
    }
}
