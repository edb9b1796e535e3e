package dev.isograd.trainer;

import dev.isograd.learning.Devices;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutcome;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.MDC;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The program of one attempt: connects to its supervisor, trains the given spec and exits. */
public final class TrainerProcess {

    /** Name of the final network's weights in the output folder. */
    public static final String WEIGHTS = "weights.safetensors";

    private static final int SUPERVISOR_GONE = 143;

    private final MessageChannel supervisor;
    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicReference<SupervisorMessage.Start> startMessage = new AtomicReference<>();
    private final SupervisorSignals signals = new SupervisorSignals();
    private Optional<MemoryAdvice> advice = Optional.empty();

    private TrainerProcess(MessageChannel supervisor) {
        this.supervisor = supervisor;
    }

    /** @param args the path of the supervisor's Unix domain socket */
    public static void main(String[] args) throws Exception {
        // Programs read its files and messages, so its digits do not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        try (MessageChannel supervisor = SupervisorConnection.open(args[0])) {
            ExitCode code = new TrainerProcess(supervisor).serve();
            System.out.flush();
            // Native threads may still run, but nothing is left to save.
            Runtime.getRuntime().halt(code.status());
        }
    }

    private ExitCode serve() throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().name("supervisor").start(this::listen);
        supervisor.send(new ChildMessage.Hello(
                MessageChannel.PROTOCOL, ProcessHandle.current().pid()));
        started.await();
        try {
            return train(startMessage.get());
        } catch (RuntimeException | IOException | LinkageError | OutOfMemoryError failure) {
            ExitCode code = FailureCause.of(failure);
            String message = message(code, failure);
            explain(code, message, failure);
            supervisor.send(new ChildMessage.Failed(code, message));
            return code;
        }
    }

    /** Prints for the log of the job: where in the code it happened says something only if the code may be at fault. */
    private static void explain(ExitCode code, String message, Throwable failure) {
        switch (code) {
            case BAD_SPEC, BAD_DATA, DIVERGED -> System.err.println(message);
            default -> failure.printStackTrace();
        }
    }

    private String message(ExitCode code, Throwable failure) {
        String message = FailureCause.message(failure);
        return code == ExitCode.DEVICE_OUT_OF_MEMORY && advice.isPresent()
                ? message + " " + advice.get().sentence()
                : message;
    }

    private ExitCode train(SupervisorMessage.Start start) throws IOException {
        if (start.traceparent() != null) {
            // For libraries that log or trace, and for an encoder that writes the marks of a line.
            MDC.put("traceparent", start.traceparent());
        }
        TrainingSpec spec = readSpec(Path.of(start.specFile()));
        MappedDataset data = new MappedDataset(Path.of(start.datasetFolder()));
        // Read once from start to end, to check them and for the statistics of the channels.
        LabelledImages train = data.split("train");
        LabelledImages test = data.split("test");
        SupervisorMessage.Resume resume = start.resume();
        MemoryMeter memory = MemoryMeter.start(SlotDevice.of(spec));
        System.out.println(Devices.description(spec, SlotDevice.of(spec)));
        advice = memory.freeBytes().stream()
                .mapToObj(free -> new MemoryAdvice(spec, train, free))
                .findFirst();
        ProgressReporter reporter =
                new ProgressReporter(supervisor, memory, resume == null ? TrainingTime.NONE : resume.spent());
        StateSaver saver = saver(start, spec, reporter, data.digest());
        try (TrainingLoop loop = new TrainingLoop(spec, train, test, reporter)) {
            memory.leaveOut(loop.imageBytesOnDevice());
            if (resume != null) {
                load(loop, resume, saver);
            }
            TrainingOutcome outcome = run(loop, saver, reporter);
            if (outcome.stopped()) {
                supervisor.send(new ChildMessage.Stopped());
                return ExitCode.OK;
            }
            Path folder = Path.of(start.outputFolder());
            String sha256 = saveWeights(loop, folder.resolve(WEIGHTS));
            FinalFiles.write(spec, data, test, loop.trained(), folder);
            saver.save(loop, SaveReason.FINAL);
            supervisor.send(
                    new ChildMessage.Done(ResultMetrics.of(spec, train, outcome, reporter, sha256, data.digest())));
            return ExitCode.OK;
        }
    }

    /** Whatever ends the training, the metrics and the progress of all its steps are sent. */
    private static TrainingOutcome run(TrainingLoop loop, StateSaver saver, ProgressReporter reporter) {
        try (reporter) {
            try {
                return loop.run(saver);
            } finally {
                loop.reportUnfinishedWindow();
            }
        }
    }

    /** Sends all metrics measured before a checkpoint ahead of the checkpoint itself. */
    private StateSaver saver(
            SupervisorMessage.Start start, TrainingSpec spec, ProgressReporter reporter, String datasetDigest) {
        StateSaver.Announcement announcement = (file, bytes, sha256, position, reason) -> {
            reporter.flush();
            reporter.restartStepTimer();
            return new ChildMessage.CheckpointReady(
                    file.getFileName().toString(),
                    bytes,
                    sha256,
                    position.epoch(),
                    position.step(),
                    position.testAccuracy(),
                    position.testLoss(),
                    reason,
                    reporter.trainingTime(),
                    ResultMetrics.versions(spec, reporter.outline().platform(), datasetDigest));
        };
        Path folder = Path.of(start.outputFolder());
        return new StateSaver(folder, start.interval(), signals, supervisor, announcement, System::nanoTime);
    }

    private static void load(TrainingLoop loop, SupervisorMessage.Resume resume, StateSaver saver) throws IOException {
        Path file = Path.of(resume.stateFile());
        try (InputStream state = new BufferedInputStream(Files.newInputStream(file))) {
            load(loop, resume.fork(), state);
        }
        saver.resumedFrom(loop.stepsDone(), Files.size(file));
        Files.delete(file);
        // The memory for reading the file does not belong to the training.
        ProcessMemory.resetPeak();
    }

    /** Whatever the file contains, it is not the fault of the spec, which was read before. */
    private static void load(TrainingLoop loop, boolean fork, InputStream state) {
        try {
            if (fork) {
                loop.forkState(state);
            } else {
                loop.loadState(state);
            }
        } catch (InvalidSpec | ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException hostile) {
            throw new UnusableState("It cannot be read: " + hostile.getMessage(), hostile);
        }
    }

    private static String saveWeights(TrainingLoop loop, Path file) throws IOException {
        try (OutputStream weights = new BufferedOutputStream(Files.newOutputStream(file))) {
            return loop.saveWeights(weights);
        }
    }

    private static TrainingSpec readSpec(Path file) {
        return SpecReader.read(JsonMapper.builder().build().readValue(file, new TypeReference<>() {}));
    }

    /** Handles messages even while the training thread runs native code; ends the process if the supervisor is gone. */
    private void listen() {
        try {
            for (var next = supervisor.receive(SupervisorMessage.class);
                    next.isPresent();
                    next = supervisor.receive(SupervisorMessage.class)) {
                switch (next.get()) {
                    case SupervisorMessage.Start start -> {
                        startMessage.set(start);
                        started.countDown();
                    }
                    case SupervisorMessage.Stop stop -> signals.stop(stop);
                    case SupervisorMessage.CheckpointNow _ -> signals.requestSave();
                    case SupervisorMessage.CheckpointTaken _ -> signals.checkpointTaken();
                    case SupervisorMessage.Ping _ -> supervisor.send(new ChildMessage.Pong());
                    case SupervisorMessage.Import _ -> throw new IOException("This process trains and imports nothing");
                }
            }
        } catch (IOException broken) {
            System.err.println("The connection to the supervisor was lost: " + broken.getMessage());
        }
        Runtime.getRuntime().halt(SUPERVISOR_GONE);
    }
}
