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

/** Stops the database server that an earlier process left running when it was killed. */
final class LeftoverPostmaster {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostmaster.class);
    private static final int PATIENCE_SECONDS = 15;

    private LeftoverPostmaster() {}

    static void stop(Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            find(pidFile).filter(process -> serves(process, cluster)).ifPresent(LeftoverPostmaster::stop);
            Files.deleteIfExists(pidFile);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot clear away " + pidFile, failed);
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

    /** The id may belong to another process by now: only a postgres on this very directory is ours to stop. */
    private static boolean serves(ProcessHandle process, Path cluster) {
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
        LOG.info("An earlier run left its database server behind (process {}); stopping it first", process.pid());
        process.destroy();
        if (!isGone(process)) {
            LOG.warn("The database server {} does not end by itself; killing it", process.pid());
            process.destroyForcibly();
            if (!isGone(process)) {
                throw new IllegalStateException(
                        "The database server left by an earlier run, process %d, cannot be stopped"
                                .formatted(process.pid()));
            }
        }
    }

    private static boolean isGone(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping process " + process.pid(), interrupted);
        }
    }
}
