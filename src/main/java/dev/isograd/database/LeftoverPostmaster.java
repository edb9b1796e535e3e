package dev.isograd.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a database server that a killed Isograd process left running. */
final class LeftoverPostmaster {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostmaster.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private LeftoverPostmaster() {}

    static void stop(Path cluster) {
        try {
            Postmaster.of(cluster).ifPresent(LeftoverPostmaster::stop);
            // PostgreSQL would refuse to start if another process now has the id in this file.
            Files.deleteIfExists(Postmaster.pidFile(cluster));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read or delete " + Postmaster.pidFile(cluster), failed);
        }
    }

    private static void stop(Postmaster server) {
        long pid = server.process().pid();
        LOG.info("Stopping the database server of an earlier run (process {})", pid);
        try {
            server.terminate();
            if (!server.endsWithin(STOP_TIMEOUT)) {
                LOG.warn("The database server (process {}) did not stop in time; killing it", pid);
                server.kill();
                if (!server.endsWithin(STOP_TIMEOUT)) {
                    throw new IllegalStateException(
                            "Cannot stop the database server of an earlier run (process %d)".formatted(pid));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping process " + pid, interrupted);
        }
    }
}
