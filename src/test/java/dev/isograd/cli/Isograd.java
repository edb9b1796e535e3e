package dev.isograd.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the real command as a process, in an empty folder, with an empty home and no environment but what it needs. Python
 * starts without the folders of installed packages (-I -S), so nothing but its standard library can be imported.
 */
public final class Isograd {

    public static final Path FILE = Path.of("src/main/resources/cli/isograd.py").toAbsolutePath();

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    public Isograd(Path folder, String url, String key) {
        this.folder = folder;
        // The system's own Python first: the starters of version managers take longer than the command.
        environment.put("PATH", "/usr/bin:/bin:" + System.getenv("PATH"));
        environment.put("HOME", folder.resolve("home").toString());
        // A test that imports the file must leave nothing beside it.
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("ISOGRAD_URL", url);
        environment.put("ISOGRAD_KEY", key);
    }

    /** Returns one with another variable, which may be empty. */
    public Isograd with(String name, String value) {
        Isograd other = new Isograd(folder, "", "");
        other.environment.putAll(environment);
        other.environment.put(name, value);
        return other;
    }

    public static boolean isRunnable() {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The end of a process. */
    public record Run(int code, String out, String err) {
        public JsonNode json() {
            return JSON.readTree(out);
        }
    }

    /** A process that may still run. */
    public record Running(Process process, Path out, Path err) {

        public Run await() {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            "The command still runs: " + Files.readString(out) + Files.readString(err));
                }
                return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        public String errors() {
            try {
                return Files.readString(err);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        public void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    public Run run(String... arguments) {
        return start(arguments).await();
    }

    public Running start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "python3", "-I", "-S", FILE.toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Runs a shell script as a step of a CI job. */
    public Running step(String script) {
        return start(List.of("bash", "-e", "-o", "pipefail", "-c", script));
    }

    private Running start(List<String> command) {
        try {
            Path out = Files.createTempFile(folder, "run", ".out");
            Path err = Files.createTempFile(folder, "run", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new Running(builder.start(), out, err);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a file into the folder of the commands; returns its name. */
    public String file(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
            return name;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
