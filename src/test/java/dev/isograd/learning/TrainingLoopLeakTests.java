package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingLoopLeakTests {

    /** At this step, the JIT compiler and libtorch's caches have reached most of their size. */
    private static final int SETTLED = 150;

    private Map<String, List<Reading>> readings = Map.of();

    /**
     * In two processes at once, each with half of the rules, one after another: starting libtorch for each rule would take
     * longer than the steps.
     */
    @BeforeAll
    void trainWithEveryRule() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs Linux's process status");
        List<String> rules = Synthetic.rules();
        Process first = start(rules.subList(0, rules.size() / 2));
        Process second = start(rules.subList(rules.size() / 2, rules.size()));
        CompletableFuture<String> secondOutput = CompletableFuture.supplyAsync(() -> output(second));
        String output = output(first) + secondOutput.join();
        readings = output.lines()
                .filter(line -> line.startsWith("probe "))
                .map(line -> Reading.of(line.split(" ")))
                .collect(Collectors.groupingBy(Reading::rule));
        assertThat(readings).as(output).containsOnlyKeys(rules);
    }

    static List<String> rules() {
        return Synthetic.rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void keepsTheSameArraysAndMemoryAfter500Steps(String rule) {
        List<Reading> own = readings.getOrDefault(rule, List.of());

        assertThat(own).hasSize(11);
        Reading settled = own.stream()
                .filter(reading -> reading.step() == SETTLED)
                .findFirst()
                .orElseThrow();
        Reading last = own.getLast();
        assertThat(last.step()).isEqualTo(500);
        assertThat(own).allMatch(reading -> reading.arrays() == last.arrays());
        // The graph of a step takes about half a megabyte here. Leaking it would add 175 mebibytes, leaking a quarter
        // 44.
        // The process itself gains up to 13 on a busy machine.
        assertThat((last.kibibytes() - settled.kibibytes()) / 1024)
                .as("mebibytes gained, %s", own)
                .isLessThan(35);
    }

    /** The Java heap is resident from the start, so that only libtorch's memory grows. */
    private static Process start(List<String> rules) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> options = List.of(
                java,
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LeakProbe.class.getName());
        List<String> command = Stream.concat(options.stream(), rules.stream()).toList();
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private record Reading(String rule, int step, int arrays, long kibibytes) {

        static Reading of(String[] words) {
            return new Reading(
                    words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]), Long.parseLong(words[4]));
        }
    }
}
