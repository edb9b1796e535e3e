package dev.isograd.tasks;

import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The role {@code migrate}: brings the database up to date. */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
class DatabaseMigration {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMigration.class);

    /** Before the pool is made, whose own message would advise to add a database library. */
    @Bean
    static BeanFactoryPostProcessor databaseIsConfigured(Environment environment) {
        return beans -> {
            if (environment.getProperty("spring.datasource.url", "").isBlank()) {
                throw new TaskMisconfigured(
                        "The role migrate needs a database of its own, but none is configured.",
                        "Set SPRING_DATASOURCE_URL. The service itself brings its embedded database up to date.");
            }
        };
    }

    @Bean
    FlywayMigrationStrategy migration() {
        return flyway -> {
            MigrateResult result = flyway.migrate();
            String version =
                    result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion;
            LOG.info(
                    "The database is up to date: version {}, {} migrations applied",
                    version,
                    result.migrationsExecuted);
        };
    }
}
