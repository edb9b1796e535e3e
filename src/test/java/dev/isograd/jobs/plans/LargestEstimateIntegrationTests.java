package dev.isograd.jobs.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.web.SpecPatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A largest estimate in the spec lets the service choose the split. */
@IsogradTest
class LargestEstimateIntegrationTests {

    private static final String DEEP = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":32,"width":16},"rule":{"type":"greedy"},
             "epochs":1,"batchSize":128}""";

    @Autowired
    private Api api;

    private final JsonMapper json = new JsonMapper();

    @ParameterizedTest
    @CsvSource({"greedy,memory", "sgr,sgr-memory", "checkpointed-backprop,memory", "pgl,memory"})
    void choosesTheFewestModulesThatFit(String rule, String by) {
        String spec = with(DEEP, "{\"rule\":{\"type\":\"%s\"}}".formatted(rule));
        long most = bytes(with(spec, split(6, by)));

        JsonNode job = api.post("/jobs", body(with(spec, limit(most)))).body();

        assertThat(job.at("/spec/maxMemoryBytes").asLong()).isEqualTo(most);
        assertThat(job.at("/spec/split/by").asString()).isEqualTo(by);
        int modules = job.at("/spec/split/modules").asInt();
        assertThat(modules).isBetween(2, 6);
        assertThat(bytes(with(spec, split(modules, by)))).isLessThanOrEqualTo(most);
        assertThat(bytes(with(spec, split(modules - 1, by)))).isGreaterThan(most);
    }

    @Test
    void takesOneModuleWhereItFits() {
        JsonNode job = api.post("/jobs", body(with(DEEP, limit(1L << 40)))).body();

        assertThat(job.at("/spec/split/modules").asInt()).isOne();
    }

    @Test
    void keepsASplitThatFitsAndReplacesOneThatDoesNot() {
        String depth = "{\"split\":{\"modules\":3}}";
        long most = bytes(with(DEEP, depth));

        JsonNode kept =
                api.post("/jobs", body(with(with(DEEP, depth), limit(most)))).body();
        JsonNode replaced = api.post("/jobs", body(with(with(DEEP, "{\"split\":{\"boundaries\":[14]}}"), limit(most))))
                .body();

        assertThat(kept.at("/spec/split").toString()).contains("\"depth\"").contains("3");
        assertThat(replaced.at("/spec/split/boundaries").isMissingNode()).isTrue();
        assertThat(bytes(replaced.get("spec").toString())).isLessThanOrEqualTo(most);
    }

    @Test
    void namesTheSmallestEstimateWhereNothingFits() {
        for (String rule : List.of("greedy", "sgr", "backprop", "deep-supervision")) {
            String spec = with(DEEP, "{\"rule\":{\"type\":\"%s\"},\"maxMemoryBytes\":1000000}".formatted(rule));

            Api.Answer refused = api.post("/jobs", body(spec));
            Api.Answer plan = api.post("/plans", body(spec));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.at("/code")).isEqualTo("invalid_spec");
            assertThat(refused.at("/errors/0/pointer")).isEqualTo("/spec/maxMemoryBytes");
            assertThat(refused.at("/errors/0/detail")).matches(".* estimate .* [0-9,.]+ bytes.* got 1,000,000");
            assertThat(plan.body().get("errors")).isEqualTo(refused.body().get("errors"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"1GB\"", "1e300", "[]"})
    void refusesWhatIsNoNumberOfBytes(String wrong) {
        Api.Answer refused = api.post("/jobs", body(with(DEEP, "{\"maxMemoryBytes\":%s}".formatted(wrong))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/spec/maxMemoryBytes");
    }

    @Test
    void plansTheSplitThatASubmissionWouldHave() {
        long most = bytes(with(DEEP, split(4, "memory")));

        JsonNode plan = api.post("/plans", body(with(DEEP, limit(most)))).body();
        JsonNode job = api.post("/jobs", body(with(DEEP, limit(most)))).body();

        assertThat(plan.at("/split/modules")).isEqualTo(job.at("/spec/split/modules"));
        assertThat(plan.at("/memory/estimatedBytes").asLong()).isLessThanOrEqualTo(most);
    }

    /** The spec of a job can be submitted again, and compared with another limit. */
    @Test
    void choosesTheSameSplitAgainAndAnotherForEachVariant() {
        long most = bytes(with(DEEP, split(4, "memory")));
        JsonNode job = api.post("/jobs", body(with(DEEP, limit(most)))).body();

        JsonNode again = api.post("/jobs", body(job.get("spec").toString())).body();
        Api.Answer comparison = api.post("/comparisons", """
                {"name":"limits","spec":%s,"seeds":[1],
                 "variants":[{"label":"much","changes":{}},{"label":"little","changes":{"maxMemoryBytes":%d}}]}""".formatted(with(DEEP, limit(1L << 40)), most));

        assertThat(again.get("spec")).isEqualTo(job.get("spec"));
        assertThat(comparison.status()).as(comparison.text()).isEqualTo(201);
        assertThat(comparison
                        .body()
                        .at("/variants")
                        .valueStream()
                        .map(variant -> api.get("/jobs/" + variant.at("/jobs/0").asString())
                                .body()
                                .at("/spec/split/modules")
                                .asInt()))
                .containsExactly(1, job.at("/spec/split/modules").asInt());
    }

    private long bytes(String spec) {
        return api.post("/plans", body(spec))
                .body()
                .at("/memory/estimatedBytes")
                .asLong();
    }

    private static String limit(long bytes) {
        return "{\"maxMemoryBytes\":%d}".formatted(bytes);
    }

    private static String split(int modules, String by) {
        return "{\"split\":{\"modules\":%d,\"by\":\"%s\"}}".formatted(modules, by);
    }

    private static String body(String spec) {
        return "{\"spec\":%s}".formatted(spec);
    }

    private String with(String spec, String changes) {
        return json.writeValueAsString(
                SpecPatch.apply(json.readValue(spec, Map.class), json.readValue(changes, Map.class)));
    }
}
