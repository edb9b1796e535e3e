package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.isograd.IsogradApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Directories with names that the locale cannot encode: starts that would use another directory are refused. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere, file names do not depend on the locale")
class FileNamesTests {

    @TempDir
    Path parent;

    @BeforeEach
    void requireUnicode() {
        assumeThat(System.getProperty("sun.jnu.encoding"))
                .as("this process can create such directories")
                .isEqualTo("UTF-8");
    }

    @Test
    void acceptsNamesThatTheLocaleCanEncode() {
        assertThatCode(() -> FileNames.requireNameable("./data")).doesNotThrowAnyException();
        assertThatCode(() -> FileNames.requireNameable(null)).doesNotThrowAnyException();
    }

    @Test
    void refusesAWorkingDirectoryThatTheLocaleCannotEncode() throws Exception {
        assertThat(start(makeDirectory("arbeit-\u00e4\u4e2d"), List.of()))
                .contains("The name of the working directory", "LC_ALL=C.UTF-8")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesADataDirectoryThatTheLocaleCannotEncode() throws Exception {
        Path data = makeDirectory("daten-\u00e4");

        assertThat(start(parent, List.of("--isograd.data-dir=" + data)))
                .contains("The name of the data directory", "LC_ALL=C.UTF-8")
                .doesNotContain("\tat ");
    }

    /** Also checks that nothing was created, with this name or another one. */
    private String start(Path workingDirectory, List<String> arguments) throws Exception {
        List<String> before = everything();
        Path output = Files.createTempFile("isograd-start", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                IsogradApplication.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("ISOGRAD_DATA_DIR");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isNotZero();
        assertThat(everything()).isEqualTo(before);
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    private Path makeDirectory(String name) throws IOException {
        return Files.createDirectory(parent.resolve(name));
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> files = Files.walk(parent)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
