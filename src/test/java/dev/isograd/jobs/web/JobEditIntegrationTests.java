package dev.isograd.jobs.web;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.SampleJobs;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IsogradTest
class JobEditIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Test
    void editsOnlyWithTheCurrentTag() {
        String job = "/jobs/" + jobs.submit();
        String edit = "{\"name\":\"renamed\",\"labels\":{\"a\":\"b\"},\"priority\":-1}";

        assertThat(api.send("PATCH", job, edit, Map.of()).status()).isEqualTo(428);
        assertThat(api.send("PATCH", job, edit, Map.of("If-Match", "\"7\"")).status())
                .isEqualTo(412);
        Api.Answer edited =
                api.send("PATCH", job, edit, Map.of("If-Match", api.get(job).header("ETag")));

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.at("/name")).isEqualTo("renamed");
        assertThat(edited.at("/labels/a")).isEqualTo("b");
        assertThat(edited.header("ETag"))
                .isEqualTo("\"2\"")
                .isEqualTo(api.get(job).header("ETag"));
        assertThat(api.send("PATCH", job, edit, Map.of("If-Match", "\"1\"")).status())
                .isEqualTo(412);
    }

    @Test
    void editsARunningJobByTheTagOfItsSubmission() {
        Api.Answer submitted = api.post("/jobs", SPEC);
        jobs.training(jobs.claim(), new JobProgress(0, 3, 1, 30, null));

        Api.Answer edited = api.send(
                "PATCH",
                "/jobs/" + submitted.at("/id"),
                "{\"priority\":1}",
                Map.of("If-Match", submitted.header("ETag")));

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.body().at("/progress/step").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"mine\"}", "{\"labels\":{\"a\":\"b\"},\"priority\":1}"})
    void keepsTheTagWhereNothingChanges(String edit) {
        String job = "/jobs/"
                + SampleJobs.submit(
                        api, "{\"name\":\"mine\",\"labels\":{\"a\":\"b\"},\"priority\":1,\"spec\":" + SPEC + "}");
        String before = api.get(job).header("ETag");

        Api.Answer edited = api.send("PATCH", job, edit, Map.of("If-Match", before));

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.header("ETag"))
                .isEqualTo(before)
                .isEqualTo(api.get(job).header("ETag"));
    }

    @Test
    void editsNotesAndArchivesAlsoWhatIsOver() {
        String job = "/jobs/" + jobs.submit();
        api.post(job + "/cancel", "");

        Api.Answer edited = patch(job, "{\"notes\":\"first line\\nsecond\",\"archived\":true}");

        assertThat(edited.status()).as(edited.text()).isEqualTo(200);
        assertThat(edited.at("/notes")).isEqualTo("first line\nsecond");
        assertThat(edited.body().at("/archived").asBoolean()).isTrue();
        assertThat(edited.header("ETag")).isEqualTo("\"2\"");
        assertThat(patch(job, "{\"priority\":1}").at("/notes")).isEqualTo("first line\nsecond");
        assertThat(patch(job, "{\"archived\":false}").body().at("/archived").asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"notes\":null}",
                "{\"archived\":null}",
                "{\"archived\":\"yes\"}",
                "{\"notes\":7}",
                "{\"notes\":\"\\u0000\"}",
                "long"
            })
    void refusesWrongNotes(String patch) {
        String job = "/jobs/" + jobs.submit();

        Api.Answer answer = patch(job, patch.equals("long") ? "{\"notes\":\"" + "x".repeat(4001) + "\"}" : patch);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(patch(job, "{\"notes\":\"" + "x".repeat(4000) + "\"}").status())
                .isEqualTo(200);
    }

    @Test
    void refusesToRemoveTheName() {
        String job = "/jobs/" + jobs.submit();

        Api.Answer answer = api.send("PATCH", job, "{\"name\":null}", Map.of("If-Match", "*"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("/name");
    }

    @Test
    void refusesEditOfAnythingElse() {
        String job = "/jobs/" + jobs.submit();

        Api.Answer answer =
                api.send("PATCH", job, "{\"state\":\"SUCCEEDED\",\"spec\":{},\"name\":\"\"}", Map.of("If-Match", "*"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors").size()).isEqualTo(3);
    }

    @Test
    void appliesAMergePatch() {
        String job = "/jobs/"
                + SampleJobs.submit(api, "{\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"priority\":2,\"spec\":" + SPEC + "}");

        Api.Answer edited = patch(job, "{\"labels\":{\"a\":null,\"c\":\"3\",\"none\":null}}");

        assertThat(edited.status()).as(edited.text()).isEqualTo(200);
        assertThat(edited.body().at("/labels").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
        assertThat(edited.body().at("/priority").asInt()).isEqualTo(2);
        assertThat(patch(job, "{\"priority\":null}").body().at("/priority").asInt())
                .isZero();
        assertThat(patch(job, "{\"labels\":null}").body().at("/labels").isEmpty())
                .isTrue();
        assertThat(patch(job, "{\"name\":null}").status()).isEqualTo(400);
        assertThat(patch(job, "{\"labels\":{\"d\":7}}").at("/errors/0/pointer")).isEqualTo("/labels/d");
        assertThat(api.send("PATCH", job, "{\"labels\":{\"d\":null}}", Map.of("If-Match", "*"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void limitsTheLabelsThatAMergePatchLeaves() {
        String job = "/jobs/" + jobs.submit();
        for (int i = 0; i < 32; i++) {
            assertThat(patch(job, "{\"labels\":{\"l%d\":\"\"}}".formatted(i)).status())
                    .isEqualTo(200);
        }

        Api.Answer refused = patch(job, "{\"labels\":{\"l32\":\"\"}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/labels");
        assertThat(patch(job, "{\"labels\":{\"l0\":null,\"l32\":\"\"}}").status())
                .isEqualTo(200);
    }

    private Api.Answer patch(String job, String patch) {
        return api.send("PATCH", job, patch, Map.of("If-Match", "*", "Content-Type", "application/merge-patch+json"));
    }
}
