package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

class StepBenchTests {

    @TempDir
    Path folder;

    @Test
    void comparesEachRowWithBackprop() throws IOException {
        List<String> lines = run(
                "--network",
                "mlp:2:8",
                "--modules",
                "2",
                "--batch",
                "4",
                "--side",
                "4",
                "--rounds",
                "2",
                "--steps",
                "1",
                "--rule",
                "{\"type\": \"sgr\", \"every\": 2}",
                "--json");

        assertThat(lines)
                .filteredOn(line -> line.startsWith("backprop "))
                .singleElement()
                .asString()
                .contains("1.00  (1.00 to 1.00)");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("sgr every=2 "))
                .singleElement()
                .asString()
                .containsPattern("\\d\\.\\d\\d {2}\\(");
        assertThat(Json.read(lines.getLast()).get("rows"))
                .asList()
                .hasSize(2)
                .allSatisfy(row -> assertThat(row)
                        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                        .containsKeys("time", "memory", "estimate"));
    }

    /** A pipeline fills and drains in each turn, which would be all that a turn of one step measures. */
    @Test
    void takesAllStepsOfARoundInOneTurnIfARowHasLanes() {
        String lanes = "{\"rule\": {\"type\": \"greedy\"}, \"parallel\": {\"lanes\": 2}}";

        assertThat(BenchCommand.options("--rules=greedy", "--steps=24").turn()).isEqualTo(1);
        BenchOptions options = BenchCommand.options("--rule", lanes, "--steps=24");
        assertThat(options.turn()).isEqualTo(24);
        assertThat(options.description()).contains("steps in one turn: 24");
        assertThat(options.rows()).extracting(Row::label).containsExactly("backprop", "greedy parallel.lanes=2");
    }

    @Test
    void reportsTheInvalidFieldOfARow() {
        assertThatThrownBy(() -> BenchCommand.options("--rule", "{\"type\": \"sgr\", \"evry\": 2}"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("sgr evry=2")
                .hasMessageContaining("/rule/evry");
    }

    @Test
    void comparesTheDefaultRulesWithBackprop() {
        assertThat(BenchCommand.options().rows())
                .extracting(Row::label)
                .containsExactly("backprop", "checkpointed-backprop", "greedy", "sgr", "sgr every=4");
        assertThat(BenchCommand.options("--rules", "backprop,greedy").rows())
                .extracting(Row::label)
                .containsExactly("backprop", "greedy");
        assertThat(BenchCommand.options("--rule", "{\"type\": \"sgr\"}").rows())
                .extracting(Row::label)
                .containsExactly("backprop", "sgr");
    }

    @Test
    void readsAShortNetworkLikeItsJson() {
        Map<String, Object> network = Map.of("type", "mlp", "hidden", 2, "width", 8);

        assertThat(BenchCommand.options("--modules", "2", "--network", "mlp:2:8")
                        .network())
                .isEqualTo(network);
        assertThat(BenchCommand.options("--modules", "2", "--network", Json.write(network))
                        .network())
                .isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--batch=0", "--steps=-1", "--rounds=1.5", "--side=", "--network=mlp:2", "--rule=sgr", "4"})
    void rejectsAnInvalidValue(String argument) {
        assertThatThrownBy(() -> BenchCommand.options(argument)).isInstanceOf(ParameterException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp:2:8", "resnet:20:16"})
    void refusesABaselineThatIsNoRow(String network) {
        assertThatThrownBy(() -> BenchCommand.options(
                        "--network", network, "--modules", "2", "--ratios-to", "python", "--no-peer"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--ratios-to");
        assertThatThrownBy(() -> BenchCommand.options("--ratios-to", "greedy"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("backprop or python; got greedy");
    }

    /** The PyTorch of this test is a script that answers as one would. */
    @Test
    void dividesByPyTorchIfAsked() throws IOException {
        Path python = Files.writeString(folder.resolve("python"), """
                #!/bin/sh
                echo ready torch
                while read command; do echo 1000000; done
                """);
        assertThat(python.toFile().setExecutable(true)).isTrue();

        List<String> lines = besidePython(python.toString());

        assertThat(lines).anyMatch(line -> line.startsWith("python, torch") && line.contains("1.00  (1.00 to 1.00)"));
        assertThat(lines).noneMatch(line -> line.startsWith("backprop") && line.contains("1.00  (1.00 to 1.00)"));
    }

    @Test
    void saysThatTheBaselineIsMissing() {
        assertThatThrownBy(() -> besidePython("/no/python3"))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("needs PyTorch");
    }

    @Test
    void listsOptionsAndExamplesInTheHelp() {
        assertThat(BenchCommand.line().getUsageMessage())
                .contains(
                        "Usage: bench/run [OPTIONS]",
                        "--rounds=N",
                        "Default: 15",
                        "bench/run --rules greedy --no-peer");
    }

    @Test
    void rejectsAnUnknownOption() {
        assertThatThrownBy(() -> BenchCommand.options("--round", "3"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--round");
    }

    private static List<String> besidePython(String python) throws IOException {
        return run(
                "--network=resnet:8:4",
                "--modules=2",
                "--batch=2",
                "--side=8",
                "--rounds=1",
                "--steps=1",
                "--rules=backprop",
                "--ratios-to=python",
                "--python=" + python);
    }

    private static List<String> run(String... args) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            new StepBench(BenchCommand.options(args)).run(out);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
