package dev.isograd.jobs.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradProperties;
import dev.isograd.IsogradTest;
import dev.isograd.checkpoints.SavedCheckpoints;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.library.TestImports;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Deletes jobs as a user, restores them, and purges them. */
@IsogradTest
class DeletionIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private TestImports imports;

    @Autowired
    private SavedCheckpoints saved;

    @Autowired
    private RetentionSweep retention;

    @Autowired
    private IsogradProperties properties;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    private OldJobs old;

    @BeforeEach
    void prepare() {
        old = new OldJobs(jobs, saved, jdbc, transactions, properties);
    }

    private Api.Answer delete(String job) {
        return api.send("DELETE", "/jobs/" + job, "", Map.of());
    }

    private Api.Answer restore(String job) {
        return api.post("/jobs/" + job + "/restore", "");
    }

    @Test
    void hidesADeletedJobEverywhere() {
        String job = old.ended(0);
        String other = old.ended(0);
        String checkpoint = api.get("/jobs/" + job + "/checkpoints").at("/data/0/id");

        assertThat(delete(job).status()).isEqualTo(204);

        for (String part : List.of(
                "", "/events", "/metrics", "/logs", "/checkpoints", "/result", "/stream", "/evaluation", "/exports")) {
            assertThat(api.get("/jobs/" + job + part).status()).as(part).isEqualTo(404);
        }
        for (String action : List.of("cancel", "kill", "pause", "resume", "retry", "fork")) {
            assertThat(api.post("/jobs/" + job + "/" + action, "").status())
                    .as(action)
                    .isEqualTo(404);
        }
        assertThat(api.send("PATCH", "/jobs/" + job, "{\"name\":\"x\"}", Map.of("If-Match", "\"1\""))
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/jobs/" + job + "/files/weights.safetensors").status())
                .isEqualTo(404);
        assertThat(api.post("/checkpoints/" + checkpoint + "/download", "").at("/code"))
                .isEqualTo("checkpoint_not_found");
        assertThat(api.send("PATCH", "/checkpoints/" + checkpoint, "{\"pinned\":true}", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/jobs").each("/data", "/id")).containsExactly(other);
        assertThat(api.get("/jobs?deleted=false").each("/data", "/id")).containsExactly(other);
        assertThat(old.files(job)).isNotEmpty();
    }

    @Test
    void listsAndRestoresADeletedJob() {
        String job = old.ended(0);
        delete(job);

        Api.Answer deleted = api.get("/jobs?deleted=true");
        assertThat(deleted.each("/data", "/id")).containsExactly(job);
        Instant at = Instant.parse(deleted.at("/data/0/deletedAt"));
        assertThat(Duration.between(at, Instant.parse(deleted.at("/data/0/restorableUntil"))))
                .isEqualTo(Duration.ofDays(7));

        Api.Answer restored = restore(job);
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.body().get("deletedAt").isNull()).isTrue();
        assertThat(restored.header("ETag")).isEqualTo(api.get("/jobs/" + job).header("ETag"));
        assertThat(api.get("/jobs/" + job + "/logs").each("/data", "/text")).containsExactly("hello");
        assertThat(api.get("/jobs?deleted=true").each("/data", "/id")).isEmpty();
        assertThat(api.get("/audit?limit=2").each("/data", "/action")).containsExactly("job.restore", "job.delete");
    }

    @Test
    void repeatsAreHarmless() {
        String job = old.ended(0);
        assertThat(delete(job).status()).isEqualTo(204);
        String at = api.get("/jobs?deleted=true").at("/data/0/deletedAt");
        assertThat(delete(job).status()).isEqualTo(204);
        assertThat(api.get("/jobs?deleted=true").at("/data/0/deletedAt")).isEqualTo(at);
        assertThat(restore(job).status()).isEqualTo(200);
        assertThat(restore(job).status()).isEqualTo(200);
        assertThat(jdbc.sql("select action from audit_entry where object = ? order by id")
                        .param(job)
                        .query(String.class)
                        .list())
                .containsExactly("job.delete", "job.restore");
    }

    @Test
    void refusesWhatIsNotOverOrNoTraining() {
        String queued = jobs.submit();
        Api.Answer waiting = delete(queued);
        assertThat(waiting.status()).isEqualTo(409);
        assertThat(waiting.at("/code")).isEqualTo("job_state_conflict");
        assertThat(waiting.header("x-should-retry")).isEqualTo("false");
        jobs.claim();
        assertThat(delete(queued).status()).isEqualTo(409);
        String imported = imports.ready(jobs.caller(), "deletable").job();
        assertThat(delete(imported).at("/code")).isEqualTo("not_a_training");
        assertThat(delete("job_none").status()).isEqualTo(404);
        assertThat(restore("job_none").status()).isEqualTo(404);
        assertThat(api.get("/jobs?deleted=perhaps").at("/code")).isEqualTo("invalid_query");
        assertThat(api.post("/jobs/" + queued + "/restore", "{\"now\":true}").status())
                .isEqualTo(400);
    }

    @Test
    void purgesFilesAndRowsAfterAWeek() {
        String job = old.ended(0);
        String kept = old.ended(0);
        delete(job);
        deletedAgo(job, "6 days 23 hours");
        retention.sweep();
        assertThat(old.files(job)).hasSize(5);

        deletedAgo(job, "7 days 1 hour");
        retention.sweep();

        assertThat(old.files(job)).isEmpty();
        assertThat(old.files(kept)).hasSize(5);
        for (String table : List.of("metric", "log_line", "job_log", "checkpoint", "exported_file", "job_event")) {
            assertThat(jdbc.sql("select distinct job_id from " + table)
                            .query(String.class)
                            .list())
                    .as(table)
                    .containsExactly(kept);
        }
        assertThat(restore(job).status()).isEqualTo(404);
        assertThat(delete(job).status()).isEqualTo(404);
        assertThat(api.get("/jobs?deleted=true").each("/data", "/id")).isEmpty();
        assertThat(api.get("/audit?limit=1").at("/data/0/action")).isEqualTo("job.purge");
    }

    /** The files of a purged job may be gone already when a process ends. */
    @Test
    void finishesAPurgeThatWasInterrupted() {
        String job = old.ended(0);
        delete(job);
        jdbc.sql("update job set purging = true where id = ?").param(job).update();
        assertThat(restore(job).status()).isEqualTo(404);
        assertThat(api.get("/jobs?deleted=true").each("/data", "/id")).isEmpty();

        retention.sweep();

        assertThat(jdbc.sql("select count(*) from job").query(Integer.class).single())
                .isZero();
        assertThat(old.files(job)).isEmpty();
    }

    @Test
    void purgesNoJobThatAnUnfinishedForkStartsFrom() {
        String origin = old.ended(0);
        String fork = api.post("/jobs/" + origin + "/fork", "{\"spec\":{\"epochs\":9}}")
                .at("/id");
        assertThat(delete(origin).status()).isEqualTo(204);
        deletedAgo(origin, "8 days");

        retention.sweep();
        assertThat(old.files(origin)).hasSize(5);

        jobs.cancel(fork);
        retention.sweep();
        assertThat(old.files(origin)).isEmpty();
        assertThat(api.get("/jobs/" + fork).at("/origin/job")).isEqualTo(origin);
    }

    private void deletedAgo(String job, String time) {
        jdbc.sql("update job set deleted_at = clock_timestamp() - cast(:time as interval) where id = :job")
                .param("time", time)
                .param("job", job)
                .update();
    }
}
