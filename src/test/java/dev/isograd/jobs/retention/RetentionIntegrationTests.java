package dev.isograd.jobs.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.ClusterLock;
import dev.isograd.DatabaseClock;
import dev.isograd.IsogradProperties;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.checkpoints.SavedCheckpoints;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.web.TestJobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What the sweep deletes and what it keeps, by the settings of a project. */
@IsogradTest
class RetentionIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    @Autowired
    private RetentionSweep retention;

    @Autowired
    private ProjectRetention projects;

    @Autowired
    private EndedJobs ended;

    @Autowired
    private List<JobData> data;

    @Autowired
    private JobPurge purge;

    @Autowired
    private RetentionAudit audit;

    @Autowired
    private ClusterLock lock;

    @Autowired
    private DatabaseClock clock;

    @Autowired
    private IsogradProperties properties;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    private OldJobs old;

    private String address = "";

    @BeforeEach
    void keepEverything() {
        old = new OldJobs(jobs, saved, jdbc, transactions, properties);
        address = "/projects/" + jobs.caller().project() + "/retention";
        keep(
                "{\"jobDays\":null,\"networkDays\":null,\"exportDays\":null,\"checkpointDays\":null,\"metricDays\":null,\"logDays\":null}");
    }

    @AfterEach
    void forgetSettings() {
        jdbc.sql("delete from project_retention").update();
    }

    private void keep(String body) {
        Api.Answer answer = api.send("PATCH", address, body, Map.of());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** How many pieces of data a job has of each kind. */
    private int left(String kind, String job) {
        return switch (kind) {
            case "network" ->
                (int) old.files(job).stream()
                        .filter("weights.safetensors"::equals)
                        .count();
            case "export" ->
                (int) old.files(job).stream().filter("network.onnx"::equals).count();
            case "checkpoint" -> count("select count(*) from checkpoint where state <> 'DELETING' and job_id = ?", job);
            case "metric" -> count("select count(*) from metric where job_id = ?", job);
            case "log" -> count("select count(*) from log_line where job_id = ?", job);
            case "job" -> count("select count(*) from job where deleted_at is null and id = ?", job);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private int count(String sql, String job) {
        return jdbc.sql(sql).param(job).query(Integer.class).single();
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "export", "checkpoint", "metric", "log", "job"})
    void deletesWhatIsOlderThanTheProjectKeeps(String kind) {
        String older = old.ended(31);
        String younger = old.ended(29);
        ClaimedTraining running = old.running();
        old.age(running.attempt().job(), 60);
        List<String> others = List.of("network", "export", "checkpoint", "metric", "log", "job").stream()
                .filter(other -> !other.equals(kind))
                .toList();
        retention.sweep();
        assertThat(left(kind, older)).as("kept for ever").isOne();

        keep("{\"" + kind + "Days\":30}");
        retention.sweep();

        assertThat(left(kind, older)).isZero();
        assertThat(left(kind, younger)).isOne();
        assertThat(left(kind.equals("network") ? "log" : kind, running.attempt().job()))
                .as("of a running job")
                .isOne();
        assertThat(others)
                .allSatisfy(other -> assertThat(left(other, older)).as(other).isOne());
        assertThat(api.get("/audit?limit=1").at("/data/0/action")).isEqualTo("retention.delete");
        assertThat(api.get("/audit?limit=1").at("/data/0/authentication")).isEqualTo("service");
        int before = count(
                "select count(*) from audit_entry where object = ?",
                jobs.caller().project());
        retention.sweep();
        assertThat(count(
                        "select count(*) from audit_entry where object = ?",
                        jobs.caller().project()))
                .as("nothing was left to delete")
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "export", "checkpoint", "metric", "log", "job"})
    void keepsWhatAnUnfinishedForkStartsFrom(String kind) {
        String origin = old.ended(31);
        String fork = api.post("/jobs/" + origin + "/fork", "{\"spec\":{\"epochs\":9}}")
                .at("/id");
        jdbc.sql("update checkpoint set held_until = null").update();
        keep("{\"" + kind + "Days\":30}");

        retention.sweep();
        assertThat(left(kind, origin)).isOne();

        jobs.cancel(fork);
        retention.sweep();
        assertThat(left(kind, origin)).isZero();
    }

    @Test
    void keepsTrainingsOfAnUnfinishedComparison() {
        String ended = old.ended(31);
        jdbc.sql("""
                        insert into comparison (id, project_id, name, spec, variants, labels, created_at)
                        values ('cmp_live', ?, 'live', '{}', '[]', '{}', now())""").param(jobs.caller().project()).update();
        jdbc.sql("insert into comparison_job values ('cmp_live', 0, 1, ?)")
                .param(ended)
                .update();
        keep("{\"jobDays\":30}");

        retention.sweep();
        assertThat(left("job", ended)).isOne();

        jdbc.sql("update comparison set finished_at = now()").update();
        retention.sweep();
        assertThat(left("job", ended)).isZero();
        jdbc.sql("delete from comparison").update();
    }

    @Test
    void keepsPinnedCheckpointsAndThoseBeingRead() {
        String pinned = old.ended(31);
        String read = old.ended(31);
        jdbc.sql("update checkpoint set pinned = true where job_id = ?")
                .param(pinned)
                .update();
        jdbc.sql("update checkpoint set held_until = now() + interval '1 minute' where job_id = ?")
                .param(read)
                .update();
        keep("{\"checkpointDays\":30}");

        retention.sweep();

        assertThat(left("checkpoint", pinned)).isOne();
        assertThat(left("checkpoint", read)).isOne();
        jdbc.sql("update checkpoint set held_until = null").update();
        retention.sweep();
        assertThat(left("checkpoint", pinned)).isOne();
        assertThat(left("checkpoint", read)).isZero();
    }

    @Test
    void countsTheDaysOfAnExportFromTheExport() {
        String job = old.ended(31);
        jdbc.sql("update exported_file set created_at = now()").update();
        keep("{\"exportDays\":30}");

        retention.sweep();

        assertThat(left("export", job)).isOne();
    }

    @Test
    void tellsThatANetworkIsGoneAndKeepsItsEvaluation() {
        String job = old.ended(31);
        keep("{\"networkDays\":30}");
        retention.sweep();

        assertThat(old.files(job)).contains("evaluation.json").doesNotContain("weights.safetensors");
        assertThat(api.get("/jobs/" + job + "/result").text())
                .contains("evaluation.json", "network.onnx")
                .doesNotContain("weights.safetensors");
        assertThat(api.get("/jobs/" + job + "/files/weights.safetensors").status())
                .isEqualTo(404);
        assertThat(api.post("/jobs/" + job + "/exports", "{\"format\":\"onnx\"}")
                        .at("/code"))
                .isEqualTo("network_deleted");
    }

    @Test
    void handlesALimitedNumberOfJobsInOneSweep() {
        List<String> all = IntStream.range(0, 5).mapToObj(n -> old.ended(31)).toList();
        keep("{\"logDays\":30,\"jobDays\":30}");
        RetentionProperties two =
                new RetentionProperties(Duration.ofDays(7), Duration.ofHours(1), 2, null, null, null, null, null, null);
        RetentionSweep limited =
                new RetentionSweep(jdbc, projects, ended, data, purge, audit, two, lock, clock, transactions);

        for (int left : List.of(3, 1, 0, 0)) {
            limited.sweep();
            assertThat(all.stream().mapToInt(job -> left("log", job)).sum()).isEqualTo(left);
            assertThat(all.stream().mapToInt(job -> left("job", job)).sum()).isEqualTo(left);
        }
    }

    @Test
    void leavesTheSweepToTheProcessThatRunsIt() {
        String job = old.ended(31);
        keep("{\"logDays\":30}");

        lock.run("retention", () -> {
            Thread other = Thread.ofVirtual().start(retention::sweep);
            join(other);
            assertThat(left("log", job)).isOne();
        });

        retention.sweep();
        assertThat(left("log", job)).isZero();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void hasTheDefaultsOfTheServiceUntilAProjectChooses() {
        People people = new People(api);
        String project = "/projects/" + people.project("") + "/retention";

        Api.Answer defaults = api.get(project);
        assertThat(defaults.body().get("jobDays").isNull()).isTrue();
        assertThat(defaults.body().get("networkDays").isNull()).isTrue();
        assertThat(defaults.body().get("metricDays").isNull()).isTrue();
        assertThat(defaults.at("/exportDays")).isEqualTo("90");
        assertThat(defaults.at("/checkpointDays")).isEqualTo("90");
        assertThat(defaults.at("/logDays")).isEqualTo("365");

        api.send("PATCH", project, "{\"logDays\":null,\"jobDays\":36500}", Map.of());
        Api.Answer chosen = api.get(project);
        assertThat(chosen.body().get("logDays").isNull()).isTrue();
        assertThat(chosen.at("/jobDays")).isEqualTo("36500");
        assertThat(chosen.at("/exportDays")).as("not named").isEqualTo("90");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"logDays\":0}|/logDays",
                "{\"jobDays\":-1}|/jobDays",
                "{\"metricDays\":36501}|/metricDays",
                "{\"exportDays\":1.5}|/exportDays",
                "{\"networkDays\":\"x\"}|/networkDays",
                "{\"checkpointDays\":true}|/checkpointDays",
                "{\"days\":1}|/days"
            })
    void refusesOtherNumbers(String body, String pointer) {
        Api.Answer answer = api.send("PATCH", address, body.replace('\'', '"'), Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo(pointer);
    }

    @Test
    void knowsOnlyProjectsThatExist() {
        assertThat(api.get("/projects/prj_none/retention").at("/code")).isEqualTo("project_not_found");
        assertThat(api.send("PATCH", "/projects/prj_none/retention", "{}", Map.of())
                        .at("/code"))
                .isEqualTo("project_not_found");
    }
}
