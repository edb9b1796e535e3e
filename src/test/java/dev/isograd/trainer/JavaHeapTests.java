package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaHeapTests {

    /** Without the options, the young generation grows with the memory of the machine. */
    @ParameterizedTest
    @ValueSource(strings = {"64m", "512m"})
    void keepsTheYoungGenerationSmall(String largest) throws IOException, InterruptedException {
        assertThat(flags(JavaHeap.options(largest)))
                .anyMatch(line -> line.matches(".* MaxNewSize += 8388608 .*"))
                .anyMatch(line -> line.matches(".* InitialHeapSize += 16777216 .*"));
    }

    @Test
    void limitsTheHeap() throws IOException, InterruptedException {
        assertThat(flags(JavaHeap.options("64m"))).anyMatch(line -> line.matches(".* MaxHeapSize += 67108864 .*"));
    }

    private static List<String> flags(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
