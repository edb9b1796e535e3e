package dev.isograd.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.export.ExportFormat;
import dev.isograd.learning.export.TrainedNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The Python programs of the documentation, with Debian's python3-torch. */
@Tag("chaos")
class PythonScriptTests {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Pattern ANSWER = Pattern.compile("(class \\d) ([0-9.e-]+)\nweights abc\n");
    private static final int GRAY = 128;

    @TempDir
    private static Path folder;

    private static LoadedNetwork loaded;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        boolean isThere =
                Files.isExecutable(PYTHON) && python("-c", "import torch").isEmpty();
        if (!isThere) {
            System.out.println("The Python programs of the documentation are not run: python3-torch is not installed");
        }
        Assumptions.assumeTrue(isThere, "needs python3-torch");
        TrainedJob.train(folder);
        loaded = LoadedNetwork.open(folder);
    }

    /** Modules 1 and 2 are early exits. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void checksATorchScriptFile(int upTo) throws Exception {
        Path file = write(upTo);

        String output = python(
                Path.of("docs/check_torchscript.py").toAbsolutePath().toString(), file.toString(), "1", "28", "28");

        double[] expected = probabilities(upTo);
        int best = 0;
        for (int c = 1; c < expected.length; c++) {
            best = expected[c] > expected[best] ? c : best;
        }
        Matcher answer = ANSWER.matcher(output);
        assertThat(answer.matches()).as(output).isTrue();
        assertThat(answer.group(1)).isEqualTo("class " + best);
        assertThat(Double.parseDouble(answer.group(2))).isCloseTo(expected[best], within(2e-4));
    }

    /** The lines of the documentation that load such a file. */
    @Test
    void loadsATorchScriptFileAsDocumented() throws Exception {
        Files.move(write(3), folder.resolve("network.pt"));
        String page = Files.readString(Path.of("docs/using-results.md"));
        Matcher lines = Pattern.compile("```python\n(import torch\n.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(lines.find()).isTrue();

        assertThat(python("-c", lines.group(1) + "print(tuple(scores.shape), scores.dtype)"))
                .isEqualTo("(1, 10) torch.float32\n");
    }

    private static Path write(int upTo) throws IOException {
        Path file = folder.resolve("module-" + upTo + ".pt");
        String classes = JsonMapper.builder().build().writeValueAsString(loaded.classes());
        Map<String, String> metadata = Map.of("classes", classes, "spec", "{}", "weightsSha256", "abc");
        try (OutputStream out = Files.newOutputStream(file)) {
            loaded.network().write(ExportFormat.TORCHSCRIPT, upTo, new TreeMap<>(metadata), out);
        }
        return file;
    }

    private static double[] probabilities(int upTo) {
        TrainedNetwork network = loaded.network();
        byte[] gray = new byte[loaded.shape().bytes()];
        Arrays.fill(gray, (byte) GRAY);
        float[] scores =
                network.scores(ByteBuffer.allocateDirect(gray.length).put(gray).flip(), 1, upTo);
        double[] powers = new double[scores.length];
        for (int c = 0; c < scores.length; c++) {
            powers[c] = Math.exp(scores[c]);
        }
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    private static String python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
