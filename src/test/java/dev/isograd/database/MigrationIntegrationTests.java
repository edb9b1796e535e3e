package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Databases of earlier versions, with jobs in them, are brought up to date. */
class MigrationIntegrationTests {

    private static final String FINISHED = """
            insert into account values ('acc_1', 'one', now());
            insert into project values ('prj_1', 'acc_1', 'default', now());
            insert into job (id, project_id, name, labels, priority, spec, state, created_at, finished_at) values
                ('job_1', 'prj_1', 'finished', '{}', 0, '{"network":{"type":"mlp"}}', 'SUCCEEDED', now(), now()),
                ('job_2', 'prj_1', 'waiting', '{}', 0, '{"network":{"type":"mlp"}}', 'QUEUED', now(), null)""";

    private DriverManagerDataSource database = new DriverManagerDataSource();
    private JdbcClient jdbc = JdbcClient.create(database);

    @BeforeEach
    void create() {
        database = new DriverManagerDataSource(TestDatabase.create());
        jdbc = JdbcClient.create(database);
    }

    /** The version before imports, whose jobs do not say what they do with the last batch. */
    @Test
    void updatesADatabaseWithFinishedJobs() {
        migrate("10");
        jdbc.sql(FINISHED).update();

        migrate("latest");

        assertThat(jdbc.sql("select spec ->> 'dropLast' from job order by id")
                        .query(String.class)
                        .list())
                .containsExactly("true", "true");
    }

    /** It was created by the version that V18 mends, and its new jobs train the last batch. */
    @Test
    void leavesJobsAloneThatAreNewerThanTheChangeOfBatches() {
        migrate("19");
        jdbc.sql("delete from flyway_schema_history where version = '18'").update();
        jdbc.sql(FINISHED).update();

        migrate("latest");

        assertThat(jdbc.sql("select count(*) from job where spec ? 'dropLast'".replace("?", "??"))
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void migrate(String version) {
        Flyway.configure()
                .dataSource(database)
                .target(MigrationVersion.fromVersion(version))
                .outOfOrder(true)
                .load()
                .migrate();
    }
}
