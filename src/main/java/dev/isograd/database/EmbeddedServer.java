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

/** A PostgreSQL server of our own whose data outlives the process: {@code <data-dir>/postgres}. */
final class EmbeddedServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String READY = "isograd.ready";
    private static final String BINARIES = "postgres-binaries";
    private static final String DATABASE = "isograd";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final long LARGEST_LOG = 1 << 20;

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
            putAsideIfHalfMade(cluster);
            if (Files.exists(output) && Files.size(output) > LARGEST_LOG) {
                Files.delete(output);
            }
            String password = password(dataDirectory.resolve("postgres.password"));
            EmbeddedServer server = new EmbeddedServer(
                    builder(dataDirectory, cluster, output, password).start(), password);
            // The library opens its folder to everybody, who could then change what we run.
            PrivateFiles.restrict(dataDirectory.resolve(BINARIES));
            server.prepare(cluster);
            LOG.info(
                    "PostgreSQL {} runs on port {}; its data is in {}",
                    version(cluster),
                    server.server.getPort(),
                    cluster);
            return server;
        } catch (IOException | SQLException failed) {
            throw new IllegalStateException("The embedded PostgreSQL does not start; see " + output, failed);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path dataDirectory, Path cluster, Path output, String password) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(dataDirectory.resolve(BINARIES).toFile())
                // The application context stops it, after everything that still needs it.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(LONGEST_START)
                .setOutputRedirector(Redirect.appendTo(output.toFile()))
                .setErrorRedirector(Redirect.appendTo(output.toFile()))
                // The library is made for tests and would trade these for speed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                // Only over the loopback address and with the password.
                .setServerConfig("unix_socket_directories", "")
                .setLocaleConfig("locale", "C.UTF-8")
                .setConnectConfig("password", password);
    }

    /** A first start that was killed leaves a directory no server starts on; no user data can be in it yet. */
    private static void putAsideIfHalfMade(Path cluster) throws IOException {
        if (Files.exists(cluster) && !Files.exists(cluster.resolve(READY))) {
            Path aside = cluster.resolveSibling(
                    "postgres.incomplete-" + Instant.now().toEpochMilli());
            LOG.warn("{} was never finished; it is kept as {} and a new one is made", cluster, aside);
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

    /** At the first start everybody on this machine is trusted: ends that before there is anything to see. */
    private void prepare(Path cluster) throws SQLException, IOException {
        if (Files.exists(cluster.resolve(READY))) {
            return;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // Hexadecimal letters of our own making: nothing to escape, and ALTER ROLE takes no parameters.
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
            throw new UncheckedIOException("The embedded PostgreSQL does not stop", failed);
        }
    }
}
