package dev.isograd.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a database server that a killed Isograd process left running. */
final class LeftoverPostmaster {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostmaster.class);
    private static final int STOP_TIMEOUT_SECONDS = 15;

    private LeftoverPostmaster() {}

    static void stop(Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            find(pidFile).filter(process -> isServerOf(process, cluster)).ifPresent(LeftoverPostmaster::stop);
            Files.deleteIfExists(pidFile);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read or delete " + pidFile, failed);
        }
    }

    private static Optional<ProcessHandle> find(Path pidFile) throws IOException {
        try {
            return Files.readAllLines(pidFile).stream()
                    .findFirst()
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())));
        } catch (NumberFormatException halfWritten) {
            return Optional.empty();
        }
    }

    /** Whether the process is a postgres on this directory; the system may have reused the id for another process. */
    private static boolean isServerOf(ProcessHandle process, Path cluster) {
        boolean postgres = process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        return postgres
                && process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(cluster.toString()))
                        .orElse(true);
    }

    private static void stop(ProcessHandle process) {
        LOG.info("Stopping the database server of an earlier run (process {})", process.pid());
        process.destroy();
        if (!hasExited(process)) {
            LOG.warn("The database server (process {}) did not stop in time; killing it", process.pid());
            process.destroyForcibly();
            if (!hasExited(process)) {
                throw new IllegalStateException(
                        "Cannot stop the database server of an earlier run (process %d)".formatted(process.pid()));
            }
        }
    }

    private static boolean hasExited(ProcessHandle process) {
        try {
            process.onExit().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping process " + process.pid(), interrupted);
        }
    }
}
