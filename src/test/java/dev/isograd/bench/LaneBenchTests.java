package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LaneBenchTests {

    @Test
    void comparesTheModelWithTwoMeasuredLanes() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            BenchOptions options = BenchCommand.options(
                    "--network=mlp:2:8",
                    "--modules=2",
                    "--batch=4",
                    "--side=4",
                    "--rounds=2",
                    "--steps=3",
                    "--rules=greedy");
            new LaneBench(options).run(out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("greedy: shares of the modules \\[\\d+, \\d+] %")
                .containsPattern("with 2 lanes, as a ratio to one lane: computed 0\\.\\d\\d, measured \\d+\\.\\d\\d")
                .containsPattern("by lanes: 2: 1\\.\\d\\d");
    }
}
