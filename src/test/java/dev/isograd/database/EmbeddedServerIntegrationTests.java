package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.TestDatabase;
import dev.isograd.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each test does much with one server, because creating a server takes seconds. */
class EmbeddedServerIntegrationTests {

    private static final PostgresPort ANY_PORT = new PostgresPort(PostgresPort::free, List.of());

    private final Path directory = TestDatabase.SCRATCH.resolve("embedded-" + UUID.randomUUID());

    @Test
    void protectsItsDataAndKeepsItOverRestarts() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(directory, ANY_PORT)) {
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

        try (EmbeddedServer again = EmbeddedServer.start(directory, ANY_PORT)) {
            assertThat(query(again, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void letsNobodyInWithoutThePasswordFromTheFirstMoment() throws Exception {
        try (LoopbackAttacker attacker = new LoopbackAttacker();
                EmbeddedServer server = EmbeddedServer.start(directory, ANY_PORT)) {
            Waiting.until(() -> attacker.refusedPorts().contains(port(server)));
            assertThat(attacker.successes()).isEmpty();
            Postmaster postmaster = Postmaster.of(directory.resolve("postgres")).orElseThrow();
            assertThat(environment(postmaster.process())).isSubsetOf(allowed());
        }
        for (String name : List.of("", "postgres", "postgres-binaries")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void restartsAKilledServerKeepsItsLogSmallAndSaysWhyItCannotStart() throws Exception {
        Path log = directory.resolve("postgres.log");
        try (EmbeddedServer server = EmbeddedServer.start(directory, ANY_PORT)) {
            execute(server, "create table kept as select 42 as answer");
            Files.write(log, new byte[2 << 20], StandardOpenOption.APPEND);
            Postmaster first = Postmaster.of(directory.resolve("postgres")).orElseThrow();

            first.kill();

            Waiting.until(() -> !first.isRunning());
            Waiting.until(() -> answers(server));
            assertThat(query(server, "select answer from kept")).isEqualTo("42");
            assertThat(Files.size(log)).isLessThan(PostgresLog.MAX_BYTES);
            assertThat(directory.resolve("postgres.log.1")).exists();

            PostgresCluster second = cluster("second");
            second.create(directory.resolve("postgres.password"));
            assertThatThrownBy(() -> second.start(port(server)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not create any TCP/IP sockets");
            assertThat(second.isRunning()).isFalse();
        }
        assertThat(Postmaster.of(directory.resolve("postgres"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz",
        "Linux, aarch64, postgres-linux-arm_64.txz",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz",
        "Windows 11, amd64, postgres-windows-x86_64.txz"
    })
    void knowsTheArchiveOfEachPlatform(String system, String processor, String archive) {
        assertThat(PostgresBinaries.resource(system, processor)).isEqualTo(archive);
    }

    /** The names of a process's environment variables. */
    private static List<String> environment(ProcessHandle process) throws IOException {
        String variables = Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
        return Stream.of(variables.split("\0"))
                .map(variable -> variable.replaceFirst("=.*", ""))
                .toList();
    }

    /** PostgreSQL's own programs add some to what they inherit. */
    private static Set<String> allowed() {
        Set<String> names = new HashSet<>(PostgresPrograms.INHERITED);
        names.addAll(Set.of(
                "PGDATA",
                "PGSYSCONFDIR",
                "PG_GRANDPARENT_PID",
                "PWD",
                "OLDPWD",
                "SHLVL",
                "_",
                "LC_CTYPE",
                "LC_COLLATE"));
        return names;
    }

    /** The archives of other platforms would make the jar 110 MB larger. */
    @Test
    void carriesPostgresForThisPlatformOnly() {
        Stream<String> archives = Stream.of(
                        "linux-x86_64",
                        "linux-x86_64-alpine_linux",
                        "linux-arm_64",
                        "darwin-x86_64",
                        "darwin-arm_64",
                        "windows-x86_64")
                .map(platform -> "postgres-" + platform + ".txz")
                .filter(archive -> getClass().getResource("/" + archive) != null);

        assertThat(archives)
                .containsExactly(
                        PostgresBinaries.resource(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    private PostgresCluster cluster(String name) throws IOException {
        PostgresLog log = new PostgresLog(directory.resolve("postgres.log"));
        Path programs = PostgresBinaries.unpack(directory.resolve("postgres-binaries"));
        return new PostgresCluster(directory.resolve(name), new PostgresPrograms(programs, log));
    }

    private static int port(EmbeddedServer server) {
        return URI.create(server.url().substring("jdbc:".length())).getPort();
    }

    private static boolean answers(EmbeddedServer server) {
        try {
            return query(server, "select 1").equals("1");
        } catch (SQLException down) {
            return false;
        }
    }

    @Test
    void movesTheRemainsOfAKilledFirstStartAside() throws Exception {
        Files.createDirectories(directory.resolve("postgres"));
        Files.writeString(directory.resolve("postgres/postgresql.conf"), "# cut sh");

        try (EmbeddedServer server = EmbeddedServer.start(directory, ANY_PORT);
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
