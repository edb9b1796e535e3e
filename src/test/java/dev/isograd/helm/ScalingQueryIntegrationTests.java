package dev.isograd.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.web.TestJobs;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The query by which KEDA scales a pool, on the real tables. */
@IsogradTest
class ScalingQueryIntegrationTests {

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient database;

    @Test
    void countsTheSlotsOfJobsThatWaitOrRun() {
        String cpus = query("production", "isograd-worker-cpu");
        String gpus = query("gpu", "isograd-worker-a100");
        assertThat(number(cpus)).isZero();

        jobs.submit();
        jobs.submit();
        AttemptId running = jobs.claim();
        assertThat(number(cpus)).isEqualTo(2);

        database.sql("update job set spec = jsonb_set(spec, '{device}', '\"gpu\"') where state = 'QUEUED'")
                .update();
        assertThat(number(cpus)).isEqualTo(1);
        assertThat(number(gpus)).isPositive();

        jobs.succeed(running);
        assertThat(number(cpus)).isZero();
    }

    private long number(String query) {
        return database.sql(query).query(Long.class).single();
    }

    private static String query(String valueSet, String pool) {
        Manifest scaled = Chart.manifests(Chart.rendered(valueSet)).stream()
                .filter(manifest -> manifest.kind().equals("ScaledObject")
                        && manifest.name().equals(pool))
                .findFirst()
                .orElseThrow();
        Manifest trigger = scaled.list("spec.triggers").getFirst();
        assertThat(trigger.string("metadata.host")).isEqualTo("postgres.example.org");
        assertThat(trigger.string("metadata.port")).isEqualTo("5432");
        assertThat(trigger.string("metadata.dbName")).isEqualTo("isograd");
        return trigger.string("metadata.query");
    }
}
