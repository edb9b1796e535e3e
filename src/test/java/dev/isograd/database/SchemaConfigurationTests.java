package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What a process does about the schema of its database when it starts. */
class SchemaConfigurationTests {

    private final String url = TestDatabase.create();
    private final Flyway flyway = Flyway.configure().dataSource(url, null, null).load();
    private final ApplicationContextRunner process = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
            .withUserConfiguration(Properties.class, SchemaConfiguration.class)
            .withPropertyValues("spring.datasource.url=" + url);
    private final ApplicationContextRunner checking =
            process.withPropertyValues("isograd.database.migrate-at-start=false");

    @EnableConfigurationProperties(DatabaseProperties.class)
    @Configuration(proxyBeanMethods = false)
    static class Properties {}

    @Test
    void bringsTheDatabaseUpToDateByDefault() {
        process.run(context -> assertThat(context).hasNotFailed());

        assertThat(flyway.info().pending()).isEmpty();
        checking.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesAnEmptyDatabaseAndLeavesItEmpty() {
        checking.run(context -> assertThat(explanation(context).getDescription())
                .startsWith("The database is empty, but this version of Isograd needs version "));

        assertThat(flyway.info().applied()).isEmpty();
    }

    @Test
    void namesTheVersionThatIsMissing() throws Exception {
        flyway.migrate();
        String newest = String.valueOf(flyway.info().current().getVersion());
        change("delete from flyway_schema_history where version = '" + newest + "'");

        checking.run(context -> {
            FailureAnalysis explanation = explanation(context);
            assertThat(explanation.getDescription())
                    .startsWith("The database is at version ")
                    .endsWith("but this version of Isograd needs version " + newest + ".");
            assertThat(explanation.getAction()).contains("ISOGRAD_ROLES=migrate");
        });
    }

    @Test
    void refusesADatabaseWhoseMigrationsWereChanged() throws Exception {
        flyway.migrate();
        change("update flyway_schema_history set checksum = checksum + 1 where version = '2'");

        checking.run(context -> assertThat(explanation(context).getDescription())
                .startsWith("The database cannot be brought up to date: Validate failed"));
    }

    /** During a rollout, a pod of the old version may restart after the migration. */
    @Test
    void acceptsADatabaseThatIsAhead() throws Exception {
        flyway.migrate();
        change("""
            insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                execution_time, success)
            values (9999, '9999', 'newer', 'SQL', 'V9999__newer.sql', 'postgres', 1, true)\
            """);

        checking.run(context -> assertThat(context).hasNotFailed());
        process.run(context -> assertThat(context).hasNotFailed());
    }

    private static FailureAnalysis explanation(AssertableApplicationContext context) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure());
        return Objects.requireNonNull(new SchemaFailureAnalyzer().analyze(failure));
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
