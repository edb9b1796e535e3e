package dev.isograd.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings the database up to date at the start, or only checks that the role migrate has done so. */
@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

    @Bean
    FlywayMigrationStrategy schema(DatabaseProperties settings) {
        return settings.migrateAtStart() ? Flyway::migrate : SchemaConfiguration::check;
    }

    /** Accepts a database that is ahead, because old processes may restart while a new version is rolled out. */
    private static void check(Flyway flyway) {
        MigrationInfo[] missing = flyway.info().pending();
        if (missing.length > 0) {
            MigrationInfo current = flyway.info().current();
            throw new SchemaBehind(
                    current == null ? "empty" : "at version " + current.getVersion(),
                    String.valueOf(missing[missing.length - 1].getVersion()));
        }
        flyway.validate();
    }
}
