package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBenchTests {

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
        assertThat(Json.read(lines.getLast()).get("rows")).asList().hasSize(2);
    }

    @Test
    void namesWhatIsWrongWithARow() {
        assertThatThrownBy(() -> BenchOptions.of("--rule", "{\"type\": \"sgr\", \"evry\": 2}"))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("sgr evry=2")
                .hasMessageContaining("/rule/evry");
    }

    @Test
    void refusesAnUnknownOption() {
        assertThatThrownBy(() -> BenchOptions.of("--round", "3"))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("--round");
    }

    private static List<String> run(String... args) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            new StepBench(BenchOptions.of(args)).run(out);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
