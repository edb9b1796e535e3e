package dev.isograd.worker.devices;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A libnvidia-ml.so.1 whose GPUs a test changes while a worker runs; see {@code src/test/c/nvml-fake.c}. */
public final class FakeNvml {

    public static final int MEBIBYTES = 81_920;

    private static final Path SOURCE = Path.of("src/test/c/nvml-fake.c");

    private final Path folder;

    private FakeNvml(Path folder) {
        this.folder = folder;
    }

    /** A line of the fake's file. */
    public record Line(String uuid, int total, int used, int busy, int degrees, String state) {

        public static Line gpu(String uuid) {
            return new Line(uuid, MEBIBYTES, 2_048, 0, 40, "ok");
        }

        public Line used(int mebibytes) {
            return new Line(uuid, total, mebibytes, busy, degrees, state);
        }

        public Line total(int mebibytes) {
            return new Line(uuid, mebibytes, used, busy, degrees, state);
        }

        public Line busy(int percent, int celsius) {
            return new Line(uuid, total, used, percent, celsius, state);
        }

        public Line state(String word) {
            return new Line(uuid, total, used, busy, degrees, word);
        }

        private String text() {
            return "%s %d %d %d %d %s".formatted(uuid, total, used, busy, degrees, state);
        }
    }

    /** Builds the library in a new folder; skips the test where there is no compiler. */
    public static FakeNvml in(Path parent, Line... gpus) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(parent, "nvml");
        FakeNvml fake = new FakeNvml(folder);
        fake.set(gpus);
        compile(SOURCE, fake.library());
        return fake;
    }

    /** Skips the test where there is no compiler. */
    static void compile(Path source, Path library) throws IOException, InterruptedException {
        assumeTrue(canCompile(), "gcc is not installed, so there is no NVML to test with");
        Process gcc = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl")
                .inheritIO()
                .start();
        if (gcc.waitFor() != 0) {
            throw new AssertionError(source + " does not compile");
        }
    }

    private static boolean canCompile() throws InterruptedException {
        try {
            return new ProcessBuilder("gcc", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Replaces the GPUs at once, as seen by running programs. */
    public void set(Line... gpus) {
        try {
            List<String> lines = Arrays.stream(gpus).map(Line::text).collect(Collectors.toList());
            Path next = Files.write(folder.resolve("next"), lines);
            Files.move(next, folder.resolve("gpus"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path library() {
        return folder.resolve("libnvidia-ml.so.1");
    }

    /** The folder that LD_LIBRARY_PATH may name. */
    public Path folder() {
        return folder;
    }

    DeviceProperties settings(String devices) {
        return new DeviceProperties(devices, 1, library().toString(), Duration.ofMillis(300));
    }
}
