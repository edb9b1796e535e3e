package dev.isograd.learning.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.Synthetic;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports a network that is larger than the Java heap, in a process of its own. */
class LargeExportTests {

    private static final int WIDTH = 3072;
    private static final long WEIGHTS = Float.BYTES * (784L * WIDTH + (long) WIDTH * WIDTH);

    /** Less than the weights, which are 47 MB. */
    private static final String HEAP = "-Xmx32m";

    @ParameterizedTest
    @EnumSource
    void needsNoHeapForTheWeights(ExportFormat format, @TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("network");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        format.name(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        assertThat(Files.size(file)).isGreaterThan(WEIGHTS);
    }

    /** Arguments: the format, and the file to write. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            TrainingSpec spec = Synthetic.spec(
                    Map.of("type", "backprop"), Map.of("network", Map.of("type", "mlp", "hidden", 2, "width", WIDTH)));
            PictureFormat pictures = new PictureFormat(1, 28, 28, 10, List.of(0.0), List.of(1.0));
            try (TrainedNetwork network = new TrainedNetwork(spec, pictures);
                    OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
                network.write(ExportFormat.valueOf(arguments[0]), 1, new TreeMap<>(), out);
            }
            // Native threads may still run.
            Runtime.getRuntime().halt(0);
        }
    }
}
