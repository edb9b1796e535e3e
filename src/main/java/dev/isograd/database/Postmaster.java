package dev.isograd.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The main process of a PostgreSQL server, which is not a child of this process. */
record Postmaster(ProcessHandle process) {

    private static final Duration CHECK = Duration.ofMillis(50);

    /** Returns the running server of a cluster, found by the cluster's file. */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        Path file = pidFile(cluster);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                    .filter(process -> isServerOf(process, cluster))
                    .map(Postmaster::new)
                    .filter(Postmaster::isRunning);
        } catch (NumberFormatException halfWritten) {
            return Optional.empty();
        }
    }

    static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
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

    /** A process that has ended, but that its parent has not yet waited for, does not run. */
    boolean isRunning() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException goneOrNoSuchFolder) {
            return process.isAlive();
        }
    }

    boolean endsWithin(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (isRunning() && System.nanoTime() - end < 0) {
            Thread.sleep(CHECK);
        }
        return !isRunning();
    }

    /** Waits until clients have disconnected. */
    void terminate() {
        process.destroy();
    }

    /** Does no harm to the data: the next start recovers, as after a power failure. */
    void kill() {
        process.destroyForcibly();
    }
}
