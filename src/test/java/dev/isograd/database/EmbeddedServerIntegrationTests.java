package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test does much with one server, because creating a server takes seconds. */
class EmbeddedServerIntegrationTests {

    private final Path directory = TestDatabase.SCRATCH.resolve("embedded-" + UUID.randomUUID());

    @Test
    void protectsItsDataAndKeepsItOverRestarts() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            assertThat(query(server, "show server_version")).startsWith("18.");
            assertThat(query(server, "show fsync")).isEqualTo("on");
            assertThat(query(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "show listen_addresses")).isEqualTo("localhost");
            execute(server, "create table kept as select 42 as answer");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "postgres", "guess"))
                    .isInstanceOf(SQLException.class);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("postgres.password"))))
                    .isEqualTo("rw-------");
        }
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();

        try (EmbeddedServer again = EmbeddedServer.start(directory)) {
            assertThat(query(again, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void movesTheRemainsOfAKilledFirstStartAside() throws Exception {
        Files.createDirectories(directory.resolve("postgres"));
        Files.writeString(directory.resolve("postgres/postgresql.conf"), "# cut sh");

        try (EmbeddedServer server = EmbeddedServer.start(directory);
                Stream<Path> files = Files.list(directory)) {
            assertThat(query(server, "select 1")).isEqualTo("1");
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("postgres.incomplete-"));
        }
    }

    @Test
    void neverStopsAnotherProcess() throws IOException {
        Path cluster = Files.createDirectories(directory.resolve("postgres"));
        Path pidFile = Files.writeString(
                cluster.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + cluster + "\n");

        LeftoverPostmaster.stop(cluster);

        assertThat(pidFile).doesNotExist();
    }

    @Test
    void ignoresATruncatedPidFile() throws IOException {
        Path cluster = Files.createDirectories(directory.resolve("postgres"));
        Path pidFile = Files.writeString(cluster.resolve("postmaster.pid"), "x");

        LeftoverPostmaster.stop(cluster);

        assertThat(pidFile).doesNotExist();
    }

    private static String query(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), "postgres", server.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), "postgres", server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
