package dev.isograd.jobs.comparisons;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.web.TestJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Early stops of variants, and searches. The spec has 3 epochs; a training here has 10 steps an epoch. */
@IsogradTest
class HalvingIntegrationTests {

    private static final String FOUR = "[{\"label\":\"a\"},{\"label\":\"b\"},{\"label\":\"c\"},{\"label\":\"d\"}]";

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private HalvingSweep sweep;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void removeComparisons() {
        jdbc.sql("delete from comparison").update();
    }

    @Test
    void stopsVariantsThatDoWorseAtTheSameEpoch() {
        String id =
                create("\"variants\":%s,\"seeds\":[5,1],\"halving\":{\"epochs\":[1,2],\"keep\":0.5}".formatted(FOUR));
        List<AttemptId> running = claim(4);
        record(running.get(1), 10, 0.3);
        record(running.get(2), 10, 0.5);
        // What happens later does not count.
        record(running.get(1), 20, 0.9);
        sweep.sweep();
        assertThat(states(id)).isEqualTo("{\"QUEUED\":4,\"RUNNING\":4}");

        record(running.get(3), 10, 0.4);
        sweep.sweep();
        sweep.sweep();

        assertThat(states(id)).isEqualTo("{\"QUEUED\":3,\"RUNNING\":3,\"CANCELLING\":1,\"CANCELLED\":1}");
        jobs.cancelled(running.get(1));
        JsonNode stopped = comparison(id).at("/variants/1");
        assertThat(stopped.at("/stopped").toString()).isEqualTo("{\"epoch\":1,\"testAccuracy\":0.3}");
        for (JsonNode job : stopped.get("jobs")) {
            JsonNode reason = api.get("/jobs/" + job.asString()).body().get("reason");
            assertThat(reason.get("code").asString()).isEqualTo("STOPPED_EARLY");
            assertThat(reason.get("message").asString()).contains("after epoch 1, 2 of 3 variants continue");
        }
        assertThat(comparison(id).at("/halving").toString()).isEqualTo("{\"epochs\":[1,2],\"keep\":0.5,\"seed\":5}");

        record(running.get(2), 20, 0.6);
        record(running.get(3), 20, 0.7);
        sweep.sweep();

        assertThat(comparison(id).at("/variants/2/stopped/epoch").asInt()).isEqualTo(2);
        assertThat(comparison(id).at("/variants/3/stopped").isNull()).isTrue();
        assertThat(comparison(id).at("/variants/0/stopped").isNull()).isTrue();
    }

    @Test
    void givesNoVerdictOnWhatWasStopped() {
        String id = create("\"variants\":%s,\"seeds\":[1,2,3],\"halving\":{\"epochs\":[1]}"
                .formatted("[{\"label\":\"a\"},{\"label\":\"b\"},{\"label\":\"c\"}]"));
        List<AttemptId> running = claim(9);
        for (int i = 0; i < 9; i++) {
            record(running.get(i), 10, i % 3 == 1 ? 0.1 : 0.5);
            jobs.succeed(running.get(i), Map.of("testAccuracy", i % 3 == 1 ? 0.1 : 0.5 + i / 1000.0));
        }
        sweep.sweep();

        assertThat(jdbc.sql("select finished_at is not null from comparison")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(comparison(id).at("/variants/1/verdict").asString()).isEqualTo("lower");
        jdbc.sql("update comparison set finished_at = null").update();
        sweep.sweep();

        assertThat(comparison(id).at("/variants/1/stopped/epoch").asInt()).isEqualTo(1);
        assertThat(comparison(id).at("/variants/1/verdict").asString()).isEqualTo("none");
        assertThat(comparison(id).at("/states").toString()).isEqualTo("{\"SUCCEEDED\":9}");
        assertThat(api.send("GET", "/comparisons/" + id, "", Map.of("Accept", "text/markdown"))
                        .text())
                .contains("| b | 3 | 10.00 ± 0.00 % | stopped early |");
    }

    @Test
    void aTrainingThatEndedBeforeItCouldBeStoppedKeepsItsResult() {
        String id = create("\"variants\":%s,\"seeds\":[1],\"halving\":{\"epochs\":[1]}".formatted(FOUR));
        List<AttemptId> running = claim(4);
        for (int i = 1; i < 4; i++) {
            record(running.get(i), 10, i / 10.0);
        }
        sweep.sweep();

        jobs.succeed(running.get(1), Map.of("testAccuracy", 0.9));

        JsonNode job = api.get("/jobs/" + running.get(1).job()).body();
        assertThat(job.get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(job.get("reason").isNull()).isTrue();
        assertThat(comparison(id).at("/variants/1/stopped/epoch").asInt()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForATrainingThatWasCancelled() {
        String id = create("\"variants\":%s,\"seeds\":[1],\"halving\":{\"epochs\":[1]}".formatted(FOUR));
        List<AttemptId> running = claim(4);
        record(running.get(2), 10, 0.2);
        record(running.get(3), 10, 0.3);
        record(running.get(1), 10, 0.4);
        jobs.cancel(running.get(1).job());
        jobs.cancelled(running.get(1));

        sweep.sweep();

        assertThat(comparison(id).at("/variants/1/stopped").toString())
                .isEqualTo("{\"epoch\":1,\"testAccuracy\":null}");
        assertThat(comparison(id).at("/variants/2/stopped").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|/halving",
                "{}|/halving/epochs",
                "{\"epochs\":[]}|/halving/epochs",
                "{\"epochs\":[1,2,3,4,5,6]}|/halving/epochs",
                "{\"epochs\":[0]}|/halving/epochs/0",
                "{\"epochs\":[2,2]}|/halving/epochs/1",
                "{\"epochs\":[1,3]}|/halving/epochs/1",
                "{\"epochs\":[1.5]}|/halving/epochs/0",
                "{\"epochs\":[null]}|/halving/epochs/0",
                "{\"epochs\":[1],\"keep\":0.05}|/halving/keep",
                "{\"epochs\":[1],\"keep\":1}|/halving/keep",
                "{\"epochs\":[1],\"keep\":\"half\"}|/halving/keep",
                "{\"epochs\":[1],\"share\":1}|/halving/share"
            })
    void refusesAHalvingThatIsWrong(String halving, String pointer) {
        Api.Answer refused =
                api.post("/comparisons", body("\"variants\":%s,\"seeds\":[1],\"halving\":%s".formatted(FOUR, halving)));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.each("/errors", "/pointer")).contains(pointer);
    }

    @Test
    void refusesAHalvingOfTwoVariants() {
        Api.Answer refused = api.post(
                "/comparisons",
                body("\"variants\":[{\"label\":\"a\"},{\"label\":\"b\"}],\"seeds\":[1],\"halving\":{\"epochs\":[1]}"));

        assertThat(refused.each("/errors", "/pointer")).containsExactly("/halving");
    }

    @Test
    void drawsVariantsWithinABudget() {
        String dimensions =
                "[{\"field\":\"/rule/weight\",\"values\":[0.1,0.2]},{\"field\":\"/optimizer/learningRate\",\"from\":0.01,\"to\":0.1,\"scale\":\"log\"}]";
        String search = "\"search\":{\"dimensions\":%s,\"trainings\":%d,\"seed\":3}";

        JsonNode drawn = comparison(create("\"seeds\":[1,2],\"name\":\"s\"," + search.formatted(dimensions, 11)));

        assertThat(drawn.get("variants")).hasSize(5);
        assertThat(drawn.at("/variants/0/label").asString()).isEqualTo("unchanged");
        assertThat(drawn.at("/variants/1/label").asString()).matches("weight 0\\.[12], learningRate 0\\.\\d+");
        double rate = drawn.at("/variants/1/changes/optimizer/learningRate").asDouble();
        assertThat(rate).isBetween(0.01, 0.1);
        JsonNode job =
                api.get("/jobs/" + drawn.at("/variants/1/jobs/0").asString()).body();
        assertThat(job.at("/spec/optimizer/learningRate").asDouble()).isEqualTo(rate);
        assertThat(job.at("/spec/optimizer/momentum").asDouble()).isEqualTo(0.9);
    }

    @Test
    void searchesAGrid() {
        String search =
                "\"search\":{\"order\":\"grid\",\"trainings\":5,\"dimensions\":[{\"field\":\"/rule\",\"values\":[{\"type\":\"greedy\"},{\"type\":\"sgr\"}]},{\"field\":\"/split/modules\",\"values\":[2,3]}]}";

        JsonNode drawn = comparison(
                create("\"variants\":[{\"label\":\"bp\",\"changes\":{\"rule\":{\"type\":\"backprop\"}}}],\"seeds\":[1],"
                        + search));

        List<String> labels = new ArrayList<>();
        drawn.get("variants").forEach(row -> labels.add(row.get("label").asString()));
        assertThat(labels)
                .containsExactly(
                        "bp",
                        "rule greedy, modules 2",
                        "rule greedy, modules 3",
                        "rule sgr, modules 2",
                        "rule sgr, modules 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|/search",
                "{}|/search/dimensions",
                "{}|/search/trainings",
                "{\"trainings\":9,\"dimensions\":[]}|/search/dimensions",
                "{\"trainings\":9,\"dimensions\":[3]}|/search/dimensions/0",
                "{\"trainings\":9,\"dimensions\":[{\"values\":[1]}]}|/search/dimensions/0/field",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"epochs\",\"values\":[1]}]}|/search/dimensions/0/field",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\"}]}|/search/dimensions/0",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\",\"values\":[]}]}|/search/dimensions/0/values",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\",\"values\":[null]}]}|/search/dimensions/0",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\",\"values\":[1],\"from\":1}]}|/search/dimensions/0",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\",\"from\":2,\"to\":1}]}|/search/dimensions/0",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\",\"from\":0,\"to\":1,\"scale\":\"log\"}]}|/search/dimensions/0",
                "{\"trainings\":9,\"order\":\"grid\",\"dimensions\":[{\"field\":\"/epochs\",\"from\":1,\"to\":2}]}|/search/dimensions/0",
                "{\"trainings\":9,\"order\":\"best\",\"dimensions\":[{\"field\":\"/epochs\",\"values\":[1]}]}|/search/order",
                "{\"trainings\":101,\"dimensions\":[{\"field\":\"/epochs\",\"values\":[1]}]}|/search/trainings",
                "{\"trainings\":1,\"dimensions\":[{\"field\":\"/epochs\",\"values\":[1]}]}|/search/trainings",
                "{\"trainings\":2,\"order\":\"grid\",\"dimensions\":[{\"field\":\"/epochs\",\"values\":[1,2]}]}|/search/trainings",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/seed\",\"values\":[1]}]}|/search",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\",\"values\":[0]}]}|/search",
                "{\"trainings\":9,\"dimensions\":[{\"field\":\"/epochs\",\"values\":[1]},{\"field\":\"/epochs\",\"values\":[2]}]}|/search/dimensions/1/field"
            })
    void refusesASearchThatIsWrong(String search, String pointer) {
        Api.Answer refused = api.post("/comparisons", body("\"seeds\":[1],\"search\":" + search));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.each("/errors", "/pointer")).as(refused.text()).contains(pointer);
        assertThat(jdbc.sql("select count(*) from job").query(Long.class).single())
                .isZero();
    }

    private List<AttemptId> claim(int count) {
        List<AttemptId> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AttemptId attempt = jobs.claim();
            jobs.training(attempt, new JobProgress(0, 3, 1, 30, null));
            attempts.add(attempt);
        }
        return attempts;
    }

    private void record(AttemptId attempt, long step, double accuracy) {
        jdbc.sql(
                        "insert into metric (job_id, attempt, name, module, step, value, batch) values (?, 1, 'test.accuracy', 0, ?, ?, 1)")
                .params(attempt.job(), step, accuracy)
                .update();
    }

    private String create(String fields) {
        Api.Answer answer = api.post("/comparisons", body(fields));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.at("/id");
    }

    private static String body(String fields) {
        String name = fields.contains("\"name\"") ? "" : "\"name\":\"halving\",";
        return "{%s\"spec\":%s,%s}".formatted(name, SPEC, fields);
    }

    private JsonNode comparison(String id) {
        return api.get("/comparisons/" + id).body();
    }

    private String states(String id) {
        return comparison(id).get("states").toString();
    }
}
