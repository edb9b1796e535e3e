package dev.isograd.jobs.comparisons;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.web.TestJobs;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@IsogradTest
class ComparisonIntegrationTests {

    private static final String VARIANTS = """
            [{"label":"backprop","changes":{"rule":{"type":"backprop"}}},{"label":"sgr"},
             {"label":"greedy","changes":{"rule":{"type":"greedy"},"split":{"modules":2}}}]""";

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void removeComparisons() {
        jdbc.sql("delete from comparison").update();
    }

    @Test
    void submitsEveryVariantWithEverySeed() {
        JsonNode comparison = create(body(VARIANTS, "[1,2,3]"));

        assertThat(comparison.get("id").asString()).startsWith("cmp_");
        assertThat(comparison.get("isTerminal").asBoolean()).isFalse();
        assertThat(comparison.at("/states/QUEUED").asInt()).isEqualTo(9);
        assertThat(comparison.get("seeds").toString()).isEqualTo("[1,2,3]");
        assertThat(comparison.get("variants")).hasSize(3);
        JsonNode job = api.get("/jobs/" + comparison.at("/variants/2/jobs/1").asString())
                .body();
        assertThat(job.get("name").asString()).isEqualTo("rules, greedy, seed 2");
        assertThat(job.at("/labels").toString())
                .isEqualTo("{\"team\":\"a\",\"variant\":\"greedy\",\"comparison\":%s}".formatted(comparison.get("id")));
        assertThat(job.at("/priority").asInt()).isEqualTo(1);
        assertThat(job.at("/notes").asString()).isEqualTo("why");
        assertThat(job.at("/spec/seed").asInt()).isEqualTo(2);
        assertThat(job.at("/spec/rule/type").asString()).isEqualTo("greedy");
        assertThat(job.at("/spec/split/modules").asInt()).isEqualTo(2);
        assertThat(api.get("/jobs?label=comparison:" + comparison.get("id").asString())
                        .body()
                        .get("data"))
                .hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"label\":\"a\",\"changes\":{\"rule\":{\"type\":\"none\"}}}|[1]|/variants/1/changes/rule/type",
                "{\"label\":\"a\",\"changes\":{\"seed\":3}}|[1]|/variants/1/changes/seed",
                "{\"label\":\"a\",\"changes\":3}|[1]|/variants/1/changes",
                "{\"label\":\"a\",\"other\":3}|[1]|/variants/1/other",
                "{\"label\":\"first\"}|[1]|/variants/1/label",
                "{\"label\":\"\"}|[1]|/variants/1/label",
                "{}|[1]|/variants/1/label",
                "3|[1]|/variants/1",
                "{\"label\":\"a\"}|[]|/seeds",
                "{\"label\":\"a\"}|[1,1]|/seeds",
                "{\"label\":\"a\"}|[-1]|/seeds/0",
                "{\"label\":\"a\"}|[1.5]|/seeds/0",
                "{\"label\":\"a\"}|{}|/seeds",
                "{\"label\":\"a\"}|null|/seeds"
            })
    void refusesWhatIsWrongAndSubmitsNothing(String variant, String seeds, String pointer) {
        Api.Answer refused = api.post("/comparisons", body("[{\"label\":\"first\"},%s]".formatted(variant), seeds));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.each("/errors", "/pointer")).contains(pointer);
        assertNothingWasMade();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/name",
                "{\"name\":\"x\",\"seeds\":[1],\"variants\":[{\"label\":\"a\"}]}|/spec",
                "{\"name\":\"x\",\"seeds\":[1],\"variants\":[],\"spec\":{}}|/variants",
                "{\"name\":\"x\",\"seeds\":[1],\"variants\":[{\"label\":\"a\"},{\"label\":\"b\"}],\"spec\":{\"epochs\":1}}|/spec/dataset",
                "{\"name\":\"x\",\"seeds\":[1],\"variants\":[{\"label\":\"a\"}],\"spec\":{},\"slots\":1}|/slots"
            })
    void refusesBodiesThatAreNotWhole(String body, String pointer) {
        Api.Answer refused = api.post("/comparisons", body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.each("/errors", "/pointer")).contains(pointer).doesNotHaveDuplicates();
        assertNothingWasMade();
    }

    @Test
    void hasLimits() {
        assertThat(api.post("/comparisons", body(labels(21), "[1]")).each("/errors", "/pointer"))
                .containsExactly("/variants");
        assertThat(api.post("/comparisons", body(labels(1), numbers(21))).each("/errors", "/pointer"))
                .containsExactly("/seeds");
        assertThat(api.post("/comparisons", body(labels(11), numbers(10))).each("/errors", "/pointer"))
                .containsExactly("/variants");
        assertNothingWasMade();

        assertThat(create(body(labels(10), numbers(10))).at("/states/QUEUED").asInt())
                .isEqualTo(100);
    }

    @Test
    void isCreatedOnceForEachIdempotencyKey() {
        String body = body(VARIANTS, "[1]");
        Map<String, String> key = Map.of("Idempotency-Key", "comparison-1");

        Api.Answer first = api.send("POST", "/comparisons", body, key);
        Api.Answer second = api.send("POST", "/comparisons", body, key);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(first.header("Location")).isEqualTo("/api/v1/comparisons/" + first.at("/id"));
        assertThat(jdbc.sql("select count(*) from job").query(Long.class).single())
                .isEqualTo(3);
    }

    /** The expected figures are computed by hand. */
    @Test
    void comparesSeedBySeedWithTheFirstVariant() {
        String id = create(body(VARIANTS, "[1,2,3]")).get("id").asString();
        double[][] accuracies = {{0.80, 0.82, 0.84}, {0.81, 0.83, 0.85}, {0.80, 0.70, 0.92}};
        for (int seed = 0; seed < 3; seed++) {
            for (int variant = 0; variant < 3; variant++) {
                jobs.succeed(
                        jobs.claim(),
                        Map.of(
                                "testAccuracy",
                                accuracies[variant][seed],
                                "peakMemoryBytes",
                                1000 * (variant + 1),
                                "trainSeconds",
                                1.5 + seed));
            }
        }

        JsonNode comparison = api.get("/comparisons/" + id).body();

        assertThat(comparison.get("isTerminal").asBoolean()).isTrue();
        JsonNode first = comparison.at("/variants/0");
        assertThat(first.get("n").asInt()).isEqualTo(3);
        assertThat(first.at("/testAccuracy/mean").asDouble()).isEqualTo(0.82, within(1e-12));
        assertThat(first.at("/testAccuracy/sd").asDouble()).isEqualTo(0.02, within(1e-12));
        assertThat(first.at("/trainSeconds/mean").asDouble()).isEqualTo(2.5);
        assertThat(first.at("/trainSeconds/sd").asDouble()).isEqualTo(1);
        assertThat(first.get("difference").isNull()).isTrue();
        assertThat(first.get("verdict").asString()).isEqualTo("none");
        JsonNode higher = comparison.at("/variants/1");
        assertThat(higher.at("/peakMemoryBytes/mean").asDouble()).isEqualTo(2000);
        assertThat(higher.at("/difference/mean").asDouble()).isEqualTo(0.01, within(1e-12));
        assertThat(higher.at("/difference/sd").asDouble()).isEqualTo(0, within(1e-12));
        assertThat(higher.get("verdict").asString()).isEqualTo("higher");
        JsonNode noisy = comparison.at("/variants/2");
        assertThat(noisy.at("/difference/mean").asDouble()).isEqualTo(-0.04 / 3, within(1e-12));
        assertThat(noisy.at("/difference/sd").asDouble())
                .isEqualTo(Math.sqrt((sq(0.04 / 3) + sq(-0.12 + 0.04 / 3) + sq(0.08 + 0.04 / 3)) / 2), within(1e-12));
        assertThat(noisy.get("verdict").asString()).isEqualTo("none");
    }

    private static double sq(double x) {
        return x * x;
    }

    @Test
    void givesNoVerdictOnTwoSeedsAndLeavesOutWhatFailed() {
        String id = create(body("[{\"label\":\"a\"},{\"label\":\"b\"}]", "[1,2,3]"))
                .get("id")
                .asString();
        for (int seed = 0; seed < 3; seed++) {
            jobs.succeed(jobs.claim(), Map.of("testAccuracy", 0.5));
            AttemptId second = jobs.claim();
            if (seed < 2) {
                jobs.succeed(second, Map.of("testAccuracy", 0.6));
            } else {
                jobs.fail(second, new JobReason(ReasonCode.DIVERGED, "The loss is infinite."));
            }
        }

        JsonNode row = api.get("/comparisons/" + id).body().at("/variants/1");

        assertThat(row.get("n").asInt()).isEqualTo(2);
        assertThat(row.at("/difference/mean").asDouble()).isEqualTo(0.1, within(1e-12));
        assertThat(row.get("verdict").asString()).isEqualTo("none");
        assertThat(row.get("peakMemoryBytes").isNull()).isTrue();
    }

    @Test
    void takesTheRetryOfAFailedJob() {
        JsonNode comparison = create(body("[{\"label\":\"a\"}]", "[1]"));
        String failed = comparison.at("/variants/0/jobs/0").asString();
        jobs.fail(jobs.claim(), new JobReason(ReasonCode.DATA_ERROR, "A file is damaged."));
        String retry = api.post("/jobs/" + failed + "/retry", "{}").at("/id");
        jobs.succeed(jobs.claim(), Map.of("testAccuracy", 0.5));

        JsonNode row = api.get("/comparisons/" + comparison.get("id").asString())
                .body()
                .at("/variants/0");

        assertThat(row.at("/jobs/0").asString()).isEqualTo(retry);
        assertThat(row.get("n").asInt()).isEqualTo(1);
        assertThat(row.at("/testAccuracy/sd").isNull()).isTrue();
    }

    @Test
    void cancelsWhatIsNotOver() {
        String id = create(body("[{\"label\":\"a\"},{\"label\":\"b\"}]", "[1,2]"))
                .get("id")
                .asString();
        jobs.succeed(jobs.claim(), Map.of("testAccuracy", 0.5));
        jobs.claim();

        Api.Answer cancelled = api.post("/comparisons/" + id + "/cancel", "{}");

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.body().get("states").toString())
                .isEqualTo("{\"CANCELLING\":1,\"SUCCEEDED\":1,\"CANCELLED\":2}");
        assertThat(api.post("/comparisons/" + id + "/cancel", "").status()).isEqualTo(200);
        assertThat(api.post("/comparisons/" + id + "/cancel", "{\"x\":1}").status())
                .isEqualTo(400);
    }

    @Test
    void writesItsTable() {
        String id = create(body("[{\"label\":\"=a, \\\"b\\\"|c\"},{\"label\":\"d\"}]", "[1]"))
                .get("id")
                .asString();
        jobs.succeed(jobs.claim(), Map.of("testAccuracy", 0.5, "peakMemoryBytes", 3 << 20, "trainSeconds", 2));

        String csv = api.send("GET", "/comparisons/" + id, "", Map.of("Accept", "text/csv"))
                .text();
        String markdown = api.send("GET", "/comparisons/" + id, "", Map.of("Accept", "text/markdown"))
                .text();

        assertThat(csv.lines().toList().get(1)).startsWith("\"'=a, \"\"b\"\"|c\",1,0.5,,3145728.0,,2.0,,,,none,job_");
        assertThat(csv.lines().toList().get(2)).startsWith("\"d\",0,,,,,,,,,none,job_");
        assertThat(markdown).contains("| =a, \"b\"\\|c | 1 | 50.00 % | – | 3 MiB | 2.0 s |");
        assertThat(api.send("GET", "/comparisons/" + id, "", Map.of("Accept", "image/png"))
                        .status())
                .isEqualTo(406);
        assertThat(api.send("GET", "/comparisons/" + id, "", Map.of("Accept", "*/*"))
                        .header("Content-Type"))
                .startsWith("application/json");
    }

    @Test
    void listsThoseOfTheProject() {
        String first = create(body("[{\"label\":\"a\"}]", "[1]")).get("id").asString();
        String second = create(body("[{\"label\":\"a\"}]", "[1]")).get("id").asString();

        Api.Answer page = api.get("/comparisons?limit=1");

        assertThat(page.each("/data", "/id")).containsExactly(second);
        assertThat(api.get("/comparisons?after=" + page.at("/next")).each("/data", "/id"))
                .containsExactly(first);
        jdbc.sql("update comparison set project_id = ?")
                .param(jobs.project("other", null).project())
                .update();
        assertThat(api.get("/comparisons").body().get("data")).isEmpty();
        assertThat(api.get("/comparisons/" + first).status()).isEqualTo(404);
        assertThat(api.post("/comparisons/" + first + "/cancel", "{}").status()).isEqualTo(404);
        assertThat(api.get("/comparisons/nonsense").status()).isEqualTo(404);
        assertThat(api.get("/comparisons?after=nonsense").status()).isEqualTo(400);
    }

    private JsonNode create(String body) {
        Api.Answer answer = api.post("/comparisons", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body();
    }

    private void assertNothingWasMade() {
        assertThat(jdbc.sql("select (select count(*) from job) + (select count(*) from comparison)")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static String body(String variants, String seeds) {
        return "{\"name\":\"rules\",\"labels\":{\"team\":\"a\"},\"priority\":1,\"notes\":\"why\",\"spec\":%s,\"variants\":%s,\"seeds\":%s}"
                .formatted(SPEC, variants, seeds);
    }

    private static String labels(int number) {
        return IntStream.range(0, number)
                .mapToObj("{\"label\":\"v%d\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String numbers(int number) {
        return IntStream.range(0, number).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
