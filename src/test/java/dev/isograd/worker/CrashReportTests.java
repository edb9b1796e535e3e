package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashReportTests {

    @TempDir
    private Path folder;

    @Test
    void showsHeadAndTailOfALongReport() throws IOException {
        Path file = Files.writeString(
                folder.resolve("hs_err.log"),
                "# Problematic frame:\n# C  [libc.so.6+0x1]\n" + "middle\n".repeat(100_000) + "END.\n");

        CrashReport report = CrashReport.read(file).orElseThrow();

        assertThat(report.frame()).contains("C  [libc.so.6+0x1]");
        assertThat(report.lines()).endsWith("END.").anyMatch(line -> line.contains("omitted"));
        assertThat(String.join("\n", report.lines())).hasSizeBetween(63 * 1024, 65 * 1024);
    }

    /** Each offset cuts another byte of a character. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void cutsBetweenCharacters(int offset) throws IOException {
        Path file = Files.writeString(folder.resolve("hs_err.log"), "x".repeat(offset) + "😀".repeat(30_000));

        assertThat(String.join("", CrashReport.read(file).orElseThrow().lines()))
                .contains("😀")
                .doesNotContain("\uFFFD");
    }

    @Test
    void showsAShortReportUnchanged() throws IOException {
        Path file = Files.writeString(folder.resolve("hs_err.log"), "# Problematic frame:\n# C  [libc.so.6+0x1]\n");

        assertThat(CrashReport.read(file).orElseThrow().lines())
                .isEqualTo(List.of("# Problematic frame:", "# C  [libc.so.6+0x1]"));
    }
}
