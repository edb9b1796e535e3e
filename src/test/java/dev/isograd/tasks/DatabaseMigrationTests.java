package dev.isograd.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradApplication;
import dev.isograd.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseMigrationTests {

    private static final String NEWEST = """
        select version from flyway_schema_history where success order by installed_rank desc limit 1\
        """;

    @TempDir
    Path data;

    /** As a process of its own, because the exit code is what a Kubernetes Job looks at. */
    @Test
    void bringsAnEmptyDatabaseUpToDateAndExitsWith0() throws Exception {
        String url = TestDatabase.create();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        IsogradApplication.class.getName(),
                        "--isograd.roles=migrate",
                        "--isograd.data-dir=" + data,
                        "--spring.datasource.url=" + url)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(data.resolve("log")).content().contains("The database is up to date: version " + one(url, NEWEST));
        assertThat(process.exitValue()).isZero();
        assertThat(one(url, "select count(*) from account")).isEqualTo("0");
    }

    @Test
    void changesNothingInADatabaseThatIsUpToDate(CapturedOutput output) {
        String url = TestDatabase.create();
        assertThat(migrate(url)).isZero();

        assertThat(migrate(url)).isZero();

        assertThat(output.getAll()).contains(", 0 migrations applied");
    }

    @Test
    void refusesTheEmbeddedDatabase(CapturedOutput output) {
        assertThatThrownBy(() -> run("migrate")).isInstanceOf(TaskMisconfigured.class);

        assertExplained(output, "The role migrate needs a database of its own", "SPRING_DATASOURCE_URL");
    }

    @Test
    void namesADatabaseThatCannotBeReached(CapturedOutput output) throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }

        assertThatThrownBy(() -> run(
                        "migrate",
                        "--spring.datasource.url=jdbc:postgresql://localhost:" + unused + "/isograd",
                        "--spring.datasource.hikari.connection-timeout=1000"))
                .isInstanceOf(Exception.class);

        assertExplained(output, "The database jdbc:postgresql://localhost:" + unused + "/isograd cannot be used");
    }

    @Test
    void explainsAMigrationThatFails(CapturedOutput output) throws Exception {
        String url = TestDatabase.create();
        change(url, "create table account (id text)");

        assertThatThrownBy(() -> migrate(url)).isInstanceOf(Exception.class);

        assertExplained(output, "The database cannot be brought up to date", "flyway");
    }

    @Test
    void refusesATaskBesideAnotherRole(CapturedOutput output) {
        assertThatThrownBy(() -> run("api,migrate", "--spring.datasource.url=" + TestDatabase.create()))
                .isInstanceOf(Exception.class);

        assertExplained(output, "isograd.roles contains a task (migrate, smoke-test) beside another role");
    }

    private int migrate(String url) {
        return SpringApplication.exit(run("migrate", "--spring.datasource.url=" + url));
    }

    private ConfigurableApplicationContext run(String roles, String... others) {
        List<String> arguments = new ArrayList<>(List.of(others));
        arguments.add("--isograd.roles=" + roles);
        arguments.add("--isograd.data-dir=" + data.resolve("data"));
        arguments.add("--spring.main.register-shutdown-hook=false");
        return new TaskRoles(IsogradApplication.class).application().run(arguments.toArray(String[]::new));
    }

    private static void assertExplained(CapturedOutput output, String... sentences) {
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains(sentences)
                .doesNotContain("\tat ");
    }

    private static String one(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void change(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
