package dev.isograd.database;

import dev.isograd.PrivateFiles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
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
    private static final String BINARIES = "postgres-binaries";
    private static final String DATABASE = "isograd";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long MAX_LOG_BYTES = 1 << 20;

    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedServer(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    static EmbeddedServer start(Path dataDirectory) {
        Path cluster = dataDirectory.resolve("postgres");
        Path output = dataDirectory.resolve("postgres.log");
        try {
            PrivateFiles.createDirectory(dataDirectory);
            LeftoverPostmaster.stop(cluster);
            moveAsideIfIncomplete(cluster);
            if (Files.exists(output) && Files.size(output) > MAX_LOG_BYTES) {
                Files.delete(output);
            }
            String password = password(dataDirectory.resolve("postgres.password"));
            EmbeddedServer server = new EmbeddedServer(
                    builder(dataDirectory, cluster, output, password).start(), password);
            // The library makes its folder writable for all users, who could then replace the server's binaries.
            PrivateFiles.restrict(dataDirectory.resolve(BINARIES));
            server.prepare(cluster);
            LOG.info(
                    "PostgreSQL {} is running on port {} with its data in {}",
                    version(cluster),
                    server.server.getPort(),
                    cluster);
            return server;
        } catch (IOException | SQLException failed) {
            throw new IllegalStateException("Cannot start the embedded PostgreSQL; see " + output, failed);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path dataDirectory, Path cluster, Path output, String password) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(dataDirectory.resolve(BINARIES).toFile())
                // The application context stops the server, after all beans that use it.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_TIMEOUT)
                .setOutputRedirector(Redirect.appendTo(output.toFile()))
                .setErrorRedirector(Redirect.appendTo(output.toFile()))
                // The library is meant for tests and disables durability by default.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                // Without a socket, the server accepts only loopback connections, which need the password.
                .setServerConfig("unix_socket_directories", "")
                .setLocaleConfig("locale", "C.UTF-8")
                .setConnectConfig("password", password);
    }

    /**
     * Moves the remains of a killed first start aside; a server cannot start on them, and they hold no user data yet.
     */
    private static void moveAsideIfIncomplete(Path cluster) throws IOException {
        if (Files.exists(cluster) && !Files.exists(cluster.resolve(READY))) {
            Path aside = cluster.resolveSibling(
                    "postgres.incomplete-" + Instant.now().toEpochMilli());
            LOG.warn("{} is incomplete; it is moved to {} and a new database is created", cluster, aside);
            Files.move(cluster, aside);
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            PrivateFiles.write(file, HexFormat.of().formatHex(secret));
        }
        return Files.readString(file).strip();
    }

    /** Requires a password from now on: a new cluster trusts every local user. Runs once, before any data exists. */
    private void prepare(Path cluster) throws SQLException, IOException {
        if (Files.exists(cluster.resolve(READY))) {
            return;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // ALTER ROLE takes no parameters; the password is hexadecimal and needs no escaping.
            statement.execute("alter role postgres password '" + password + "'");
            statement.execute("create database " + DATABASE);
            Files.writeString(cluster.resolve("pg_hba.conf"), """
                    host all postgres 127.0.0.1/32 scram-sha-256
                    host all postgres ::1/128 scram-sha-256
                    """);
            statement.execute("select pg_reload_conf()");
        }
        Files.createFile(cluster.resolve(READY));
    }

    private static String version(Path cluster) throws IOException {
        return Files.readString(cluster.resolve("PG_VERSION")).strip();
    }

    String url() {
        return "jdbc:postgresql://localhost:%d/%s".formatted(server.getPort(), DATABASE);
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        try {
            server.close();
            LOG.info("PostgreSQL has stopped");
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot stop the embedded PostgreSQL", failed);
        }
    }
}
