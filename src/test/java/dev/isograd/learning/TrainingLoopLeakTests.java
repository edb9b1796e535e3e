package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopLeakTests {

    /** By now the JIT compiler and libtorch's caches have taken most of what they take. */
    private static final int SETTLED = 150;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backprop",
                "checkpointed-backprop",
                "sgr",
                "sgr-bp-free",
                "overlap",
                "predsim",
                "pgl",
                "deep-supervision"
            })
    void holdsNoMoreArraysAndMemoryAfter500Steps(String rule) throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs Linux's process status");

        List<Reading> readings = probe(rule);

        Reading settled = readings.stream()
                .filter(reading -> reading.step() == SETTLED)
                .findFirst()
                .orElseThrow();
        Reading last = readings.getLast();
        assertThat(last.step()).isEqualTo(500);
        assertThat(readings).allMatch(reading -> reading.arrays() == last.arrays());
        // A step's graph is about half a megabyte here: leaking it would show as some 170.
        assertThat((last.kibibytes() - settled.kibibytes()) / 1024)
                .as("mebibytes gained, %s", readings)
                .isLessThan(35);
    }

    /** In a process of its own, with a Java heap that is all resident from the start: what grows is libtorch's. */
    private static List<Reading> probe(String rule) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeakProbe.class.getName(),
                        rule)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<Reading> readings = output.lines()
                .filter(line -> line.startsWith("probe "))
                .map(line -> Reading.of(line.split(" ")))
                .toList();
        assertThat(readings).as(output).hasSize(11);
        return readings;
    }

    private record Reading(int step, int arrays, long kibibytes) {

        static Reading of(String[] words) {
            return new Reading(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
        }
    }
}
