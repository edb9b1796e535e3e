package dev.isograd.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data of the embedded PostgreSQL on disk, and the server process on them. */
final class PostgresCluster {

    static final String USER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

    private static final Duration CREATE_LIMIT = Duration.ofMinutes(3);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    /** Longer than the program's own limit, so that the program itself can say what is wrong. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final Path folder;
    private final PostgresPrograms programs;
    private volatile @Nullable Postmaster server;

    PostgresCluster(Path folder, PostgresPrograms programs) {
        this.folder = folder;
        this.programs = programs;
    }

    /**
     * Creates the data. Every connection needs the password from the first start on: no other user of the machine can
     * connect before it is set, because there is no such time.
     */
    void create(Path passwordFile) throws IOException, InterruptedException {
        programs.run(
                CREATE_LIMIT,
                "initdb",
                List.of(
                        "--auth=scram-sha-256",
                        "--pwfile=" + passwordFile,
                        "--username=" + USER,
                        "--pgdata=" + folder,
                        "--encoding=UTF-8",
                        "--locale=C.UTF-8"));
        Files.writeString(folder.resolve("pg_hba.conf"), """
                host all postgres 127.0.0.1/32 scram-sha-256
                host all postgres ::1/128 scram-sha-256
                """);
    }

    void start(int port) throws IOException, InterruptedException {
        LeftoverPostmaster.stop(folder);
        programs.run(
                START_LIMIT.plus(SPARE),
                "pg_ctl",
                List.of(
                        "start",
                        "--pgdata=" + folder,
                        "--wait",
                        "--timeout=" + START_LIMIT.toSeconds(),
                        "--options=" + String.join(" ", options(port))));
        server = Postmaster.of(folder)
                .orElseThrow(() -> new IOException("PostgreSQL ended right after its start; see " + programs.log()));
    }

    private static List<String> options(int port) {
        return List.of(
                "-p " + port,
                "-c timezone=UTC",
                "-c max_connections=100",
                // Without a socket, the server accepts only loopback connections, which need the password.
                "-c listen_addresses=localhost",
                "-c unix_socket_directories=");
    }

    boolean isRunning() {
        Postmaster current = server;
        return current != null && current.isRunning();
    }

    /** Stops the server, if need be by force. Always ends within about 20 s. */
    void stop() throws InterruptedException {
        Postmaster current = server;
        if (current == null || !current.isRunning()) {
            return;
        }
        pgCtlStop("fast", FAST_STOP_LIMIT);
        if (current.isRunning()) {
            pgCtlStop("immediate", STOP_LIMIT);
        }
        if (current.isRunning()) {
            current.kill();
            if (!current.endsWithin(STOP_LIMIT)) {
                LOG.error(
                        "PostgreSQL (process {}) cannot be stopped",
                        current.process().pid());
            }
        }
    }

    private void pgCtlStop(String mode, Duration limit) throws InterruptedException {
        try {
            programs.run(
                    limit.plus(STOP_LIMIT),
                    "pg_ctl",
                    List.of(
                            "stop",
                            "--pgdata=" + folder,
                            "--mode=" + mode,
                            "--wait",
                            "--timeout=" + limit.toSeconds()));
        } catch (IOException failed) {
            LOG.warn("The {} stop of PostgreSQL failed: {}", mode, failed.getMessage());
        }
    }

    /** For a process that has no time left. */
    void kill() {
        Postmaster current = server;
        if (current != null) {
            current.kill();
        }
    }
}
