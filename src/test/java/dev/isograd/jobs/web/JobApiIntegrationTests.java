package dev.isograd.jobs.web;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.SampleJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class JobApiIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private ArtifactStore artifacts;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void listsNewestFirstInPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(jobs.submit());
        }

        Api.Answer first = api.get("/jobs?limit=3");
        Api.Answer second = api.get("/jobs?limit=3&after=" + first.at("/next"));

        assertThat(ids(first)).isEqualTo(ids.subList(0, 3));
        assertThat(first.body().at("/hasMore").asBoolean()).isTrue();
        assertThat(ids(second)).isEqualTo(ids.subList(3, 5));
        assertThat(second.body().at("/hasMore").asBoolean()).isFalse();
        assertThat(second.body().at("/next").isNull()).isTrue();
    }

    @Test
    void filtersByStateNameLabelAndTime() {
        String plain = jobs.submit();
        String labelled = SampleJobs.submit(
                api, "{\"name\":\"it's \\\"mine\\\"\",\"labels\":{\"git\":\"a:b\",\"n\":\"1\"},\"spec\":" + SPEC + "}");
        api.post("/jobs/" + plain + "/cancel", "");

        assertThat(ids(api.get("/jobs?state=QUEUED"))).containsExactly(labelled);
        assertThat(ids(api.get("/jobs?state=CANCELLED,FAILED"))).containsExactly(plain);
        assertThat(ids(api.get("/jobs?state=CANCELLED&state=QUEUED"))).containsExactly(labelled, plain);
        assertThat(ids(api.get("/jobs?label=git:a:b&label=n%3D1"))).containsExactly(labelled);
        assertThat(ids(api.get("/jobs?label=git:a:c"))).isEmpty();
        assertThat(ids(api.get("/jobs?name=it%27s%20%22mine%22"))).containsExactly(labelled);
        assertThat(ids(api.get("/jobs?createdAfter=2100-01-01T00:00:00Z"))).isEmpty();
        assertThat(ids(api.get("/jobs?createdBefore=2100-01-01T00:00:00%2B02:00")))
                .hasSize(2);
        assertThat(ids(api.get("/jobs?project=" + api.get("/me").at("/project/id"))))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=DONE",
                "state=",
                "limit=0",
                "limit=201",
                "limit=x",
                "limit=1&limit=2",
                "createdAfter=yesterday",
                "createdBefore=2026-13-01T00:00:00Z",
                "createdBefore=-999999999-01-01T00:00:00Z",
                "createdAfter=%2B999999999-12-31T23:59:59Z",
                "label=novalue",
                "name=%00",
                "after=%00",
                "after=foo",
                "after=evt_1",
                "after="
            })
    void refusesInvalidFilters(String query) {
        Api.Answer answer = api.get("/jobs?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("invalid_query");
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("?" + query.substring(0, query.indexOf('=')));
    }

    @Test
    void hidesJobsOfOtherProjects() {
        jdbc.sql("insert into account values ('acc_other', 'other', now()) on conflict do nothing")
                .update();
        jdbc.sql("insert into project values ('prj_other', 'acc_other', 'other', now()) on conflict do nothing")
                .update();
        String job = jobs.submit();
        jdbc.sql("update job set project_id = 'prj_other'").update();

        for (String path : List.of(
                "",
                "/events",
                "/stream",
                "/logs",
                "/metrics",
                "/checkpoints",
                "/result",
                "/evaluation",
                "/files/weights.safetensors")) {
            assertThat(api.get("/jobs/" + job + path).status()).as(path).isEqualTo(404);
        }
        for (String verb : List.of("cancel", "kill", "pause", "resume", "retry", "fork")) {
            assertThat(api.post("/jobs/" + job + "/" + verb, "").status())
                    .as(verb)
                    .isEqualTo(404);
        }
        assertThat(api.send("PATCH", "/jobs/" + job, "{}", Map.of("If-Match", "*"))
                        .status())
                .isEqualTo(404);
        assertThat(ids(api.get("/jobs"))).isEmpty();
        assertThat(api.get("/jobs?project=prj_other").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"job_nope", "JOB", "..", "job_'--", "%F0%9F%98%80", "job_%C3%A4", "job_a%20b", "null", "job_%7F"
            })
    void doesNotFindOddIds(String id) {
        assertThat(api.get("/jobs/" + id).status()).isIn(400, 404);
        assertThat(api.get("/jobs/" + id).header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void reportsHowManyJobsAreAhead() {
        String first = jobs.submit();
        String second = jobs.submit();
        String urgent = SampleJobs.submit(api, "{\"priority\":2,\"spec\":" + SPEC + "}");

        assertThat(api.get("/jobs/" + urgent).at("/blockedBy")).isEqualTo("waiting for a free slot; next in line");
        assertThat(api.get("/jobs/" + first).at("/blockedBy")).isEqualTo("waiting for a free slot; 1 job ahead");
        assertThat(api.get("/jobs/" + second).at("/blockedBy")).isEqualTo("waiting for a free slot; 2 jobs ahead");
    }

    @Test
    void listsTheEventsNewestFirst() {
        String job = "/jobs/" + jobs.submit();
        jobs.succeed(jobs.claim());

        Api.Answer events = api.get(job + "/events");
        Api.Answer rest = api.get(job + "/events?limit=1&after=" + events.at("/data/0/id"));

        assertThat(events.each("/data", "/to")).containsExactly("SUCCEEDED", "RUNNING", "QUEUED");
        assertThat(events.at("/data/1/from")).isEqualTo("QUEUED");
        assertThat(rest.at("/data/0/to")).isEqualTo("RUNNING");
        assertThat(rest.body().at("/hasMore").asBoolean()).isTrue();
        assertThat(api.get(job + "/events?after=foo").at("/code")).isEqualTo("invalid_query");
    }

    @Test
    void showsTheProgressOfARun() {
        String job = "/jobs/" + jobs.submit();
        jobs.training(jobs.claim(), new JobProgress(1, 3, 100, 237, 42L));

        Api.Answer answer = api.get(job);

        assertThat(answer.at("/phase")).isEqualTo("TRAINING");
        assertThat(answer.body().at("/progress/fraction").asDouble()).isEqualTo(0.4219);
        assertThat(answer.body().at("/progress/etaSeconds").asInt()).isEqualTo(42);
        assertThat(answer.at("/attempts/0/worker")).isEqualTo("w");
    }

    @Test
    void returnsTheResultAndItsFiles(@TempDir Path folder) throws Exception {
        String job = jobs.submit();
        assertThat(api.get("/jobs/" + job + "/result").status()).isEqualTo(409);
        AttemptId attempt = jobs.claim();
        String key = "projects/p/jobs/%s/attempts/1/weights.safetensors".formatted(job);
        artifacts.put(key, Files.writeString(folder.resolve("weights"), "the weights"));
        jobs.succeed(
                attempt,
                Map.of(
                        "testAccuracy",
                        0.8,
                        "files",
                        List.of(Map.of("name", "weights.safetensors", "bytes", 11, "sha256", "abc", "key", key))));

        Api.Answer result = api.get("/jobs/" + job + "/result");
        Api.Answer file =
                api.send(api.anonymous(result.at("/files/0/href")).header("Authorization", "Bearer " + api.key()));

        assertThat(result.body().at("/result/testAccuracy").asDouble()).isEqualTo(0.8);
        assertThat(result.text()).doesNotContain("\"key\"");
        assertThat(api.get("/jobs/" + job).text()).doesNotContain("attempts/1/weights");
        assertThat(file.text()).isEqualTo("the weights");
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment; filename=\"weights.safetensors\"");
        assertThat(api.get("/jobs/" + job + "/files/other").status()).isEqualTo(404);
        assertThat(api.get("/jobs/" + job + "/files/..%2F..%2Fadmin.key").status())
                .isIn(400, 404);
    }

    @Test
    void returnsTheEvaluationOfAFinishedTraining(@TempDir Path folder) throws Exception {
        String job = jobs.submit();
        assertThat(api.get("/jobs/" + job + "/evaluation").at("/code")).isEqualTo("no_result");
        AttemptId attempt = jobs.claim();
        String evaluation = """
                {"classes":["a","b"],"classifier":{"accuracy":0.5,"precision":[0.5,null],"recall":[1.0,0.0],\
                "confusion":[[1,0],[1,0]],"mistakes":[{"index":1,"label":1,"predicted":0,"probability":0.75}]},\
                "modules":[]}""";
        String key = "projects/p/jobs/%s/attempts/1/evaluation.json".formatted(job);
        artifacts.put(key, Files.writeString(folder.resolve("evaluation"), evaluation));
        jobs.succeed(
                attempt,
                Map.of("files", List.of(Map.of("name", "evaluation.json", "bytes", 1, "sha256", "abc", "key", key))));

        assertThat(api.get("/jobs/" + job + "/evaluation").text()).isEqualTo(evaluation);
    }

    @Test
    void aTrainingFromBeforeHasNoEvaluation() {
        String job = jobs.submit();
        jobs.succeed(jobs.claim());

        Api.Answer answer = api.get("/jobs/" + job + "/evaluation");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("/code")).isEqualTo("no_evaluation");
    }

    @Test
    void describesTheFieldsOfSpecs() {
        Api.Answer answer = api.get("/catalog");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().propertyNames())
                .contains("networks", "heads", "rules", "optimizers", "schedules", "spec");
    }

    private static List<String> ids(Api.Answer list) {
        assertThat(list.status()).isEqualTo(200);
        return list.each("/data", "/id");
    }
}
