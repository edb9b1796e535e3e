package dev.isograd.database;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs the programs of PostgreSQL. They get the few environment variables that they need, because those of this process
 * may contain secrets.
 *
 * @param folder the folder with the programs
 * @param log receives everything that the programs print
 */
record PostgresPrograms(Path folder, PostgresLog log) {

    static final Set<String> INHERITED = Set.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP");

    private static final Path SELF = Path.of("/proc/self");

    /** @throws IOException if the program fails or takes too long; the message has the last error of the log */
    void run(Duration limit, String program, List<String> arguments) throws IOException, InterruptedException {
        Process process = builder(program, arguments).start();
        try {
            if (!process.waitFor(limit)) {
                throw new IOException("%s took longer than %d s".formatted(program, limit.toSeconds()));
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "%s ended with status %d: %s".formatted(program, process.exitValue(), log.lastError()));
        }
    }

    private ProcessBuilder builder(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix());
        command.add(folder.resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(INHERITED);
        builder.redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.file().toFile()));
        builder.redirectInput(Redirect.from(nothing()));
        return builder;
    }

    /** PostgreSQL refuses to run as root. In a user namespace of its own, it is nobody there and root outside. */
    private static List<String> prefix() {
        return isRoot() ? List.of("unshare", "-U") : List.of();
    }

    private static boolean isRoot() {
        try {
            return Files.exists(SELF) && Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    private static java.io.File nothing() {
        return new java.io.File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }
}
