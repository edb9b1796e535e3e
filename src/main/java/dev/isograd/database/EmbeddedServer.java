package dev.isograd.database;

import dev.isograd.PrivateFiles;
import dev.isograd.ShutdownLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server that Isograd starts itself, with persistent data in {@code <data-dir>/postgres}. */
final class EmbeddedServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String READY = "isograd.ready";
    private static final String DATABASE = "isograd";
    private static final Duration WATCH_END_LIMIT = Duration.ofSeconds(5);

    private final PostgresCluster cluster;
    private final PostgresWatch watch;
    private final int port;
    private final String password;

    private EmbeddedServer(PostgresCluster cluster, PostgresLog log, int port, String password) {
        this.cluster = cluster;
        this.watch = new PostgresWatch(cluster, log, port);
        this.port = port;
        this.password = password;
    }

    /** @throws DataDirectoryUnusable if the server cannot be started on this directory */
    static EmbeddedServer start(Path dataDirectory, PostgresPort port) {
        Path folder = dataDirectory.resolve("postgres");
        PostgresLog log = new PostgresLog(dataDirectory.resolve("postgres.log"));
        try {
            PrivateFiles.createDirectory(dataDirectory);
            log.create();
            LeftoverPostmaster.stop(folder);
            moveAsideIfIncomplete(folder);
            Path passwordFile = passwordFile(dataDirectory);
            Path programs = PostgresBinaries.unpack(dataDirectory.resolve("postgres-binaries"));
            PostgresCluster cluster = new PostgresCluster(folder, new PostgresPrograms(programs, log));
            ShutdownLimit.beforeHalt(cluster::kill);
            if (!Files.exists(folder)) {
                cluster.create(passwordFile);
            }
            EmbeddedServer server = new EmbeddedServer(
                    cluster, log, port.choose(), Files.readString(passwordFile).strip());
            server.begin(folder);
            return server;
        } catch (IOException | SQLException failed) {
            throw new DataDirectoryUnusable("Cannot start the embedded PostgreSQL; see " + log.file(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during the start of PostgreSQL", interrupted);
        }
    }

    private void begin(Path folder) throws IOException, SQLException, InterruptedException {
        boolean begun = false;
        try {
            cluster.start(port);
            createDatabase(folder);
            watch.start();
            begun = true;
        } finally {
            if (!begun) {
                cluster.stop();
            }
        }
        LOG.info("PostgreSQL is running on port {} with its data in {}", port, folder);
    }

    /**
     * Moves the remains of a killed first start aside; a server cannot start on them, and they hold no user data yet.
     */
    private static void moveAsideIfIncomplete(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.exists(folder.resolve(READY))) {
            Path aside =
                    folder.resolveSibling("postgres.incomplete-" + Instant.now().toEpochMilli());
            LOG.warn("{} is incomplete; it is moved to {} and a new database is created", folder, aside);
            Files.move(folder, aside);
        }
    }

    private static Path passwordFile(Path dataDirectory) {
        Path file = dataDirectory.resolve("postgres.password");
        if (!Files.exists(file)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            PrivateFiles.write(file, HexFormat.of().formatHex(secret));
        }
        return file;
    }

    /** Runs once, at the first start. */
    private void createDatabase(Path folder) throws SQLException, IOException {
        if (Files.exists(folder.resolve(READY))) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(url("postgres"), PostgresCluster.USER, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + DATABASE);
        }
        Files.createFile(folder.resolve(READY));
    }

    String url() {
        return url(DATABASE);
    }

    /**
     * Only SCRAM: while the server is down, another user could listen on its port and ask for the password as plain
     * text.
     */
    private String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?requireAuth=scram-sha-256";
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        try {
            watch.stop(WATCH_END_LIMIT);
            cluster.stop();
            LOG.info("PostgreSQL has stopped");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cluster.kill();
        }
    }
}
