package dev.isograd.jobs.web;

import static dev.isograd.jobs.SampleJobs.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.SampleJobs;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class JobListIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void findsPartsOfNamesInAnyCase() {
        String one = named("ResNet 20% größer");
        String other = named("resnet_21");

        assertThat(found("name=RESNET")).containsExactly(other, one);
        assertThat(found("name=" + encoded("GRÖSSER"))).isEmpty();
        assertThat(found("name=" + encoded("GRÖß"))).containsExactly(one);
        assertThat(found("name=" + encoded("%"))).containsExactly(one);
        assertThat(found("name=_")).containsExactly(other);
        assertThat(found("name=" + encoded("net*"))).isEmpty();
        assertThat(found("name=" + encoded("\\"))).isEmpty();
    }

    @Test
    void holdsAllLabels() {
        String both = SampleJobs.submit(api, "{\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"spec\":" + SPEC + "}");
        String one = SampleJobs.submit(api, "{\"labels\":{\"a\":\"1\",\"b\":\"3\"},\"spec\":" + SPEC + "}");

        assertThat(found("label=a:1")).containsExactly(one, both);
        assertThat(found("label=a:1&label=b:2")).containsExactly(both);
        assertThat(found("label=b:2&label=a:1")).containsExactly(both);
        assertThat(found("label=a:1&label=a:2")).isEmpty();
        assertThat(found("label=a:1&label=a:1")).hasSize(2);
        assertThat(found("label=a:1&label=c:1")).isEmpty();
    }

    @Test
    void findsRulesAndDatasets() {
        String sgr = SampleJobs.submit(api);
        String greedy =
                SampleJobs.submit(api, SPEC.replaceFirst("\"rule\":\\{[^}]*}", "\"rule\":{\"type\":\"greedy\"}"));
        jdbc.sql("update job set spec = jsonb_set(spec, '{dataset}', '\"pets@2\"') where id = ?")
                .param(greedy)
                .update();

        assertThat(found("rule=sgr")).containsExactly(sgr);
        assertThat(found("rule=nothing")).isEmpty();
        assertThat(found("dataset=pets")).containsExactly(greedy);
        assertThat(found("dataset=pets@2")).containsExactly(greedy);
        assertThat(found("dataset=pets@1")).isEmpty();
        assertThat(found("dataset=pet")).isEmpty();
        assertThat(found("dataset=fashion-mnist-sample&rule=sgr")).containsExactly(sgr);
    }

    @ParameterizedTest
    @CsvSource({
        "name,beta b0;Beta B1;gamma;Zeta",
        "-name,Zeta;gamma;Beta B1;beta b0",
        "testAccuracy,Zeta;beta b0;gamma;Beta B1",
        "-testAccuracy,beta b0;Zeta;gamma;Beta B1",
        "createdAt,Zeta;beta b0;Beta B1;gamma",
        "-createdAt,gamma;Beta B1;beta b0;Zeta",
        "trainSeconds,gamma;Beta B1;beta b0;Zeta",
        "peakMemoryBytes,gamma;Beta B1;beta b0;Zeta",
        "seed,Beta B1;Zeta;gamma;beta b0",
        "-seed,gamma;Zeta;Beta B1;beta b0"
    })
    void sortsInPagesWithMissingValuesLast(String sort, String names) {
        result(named("Zeta"), "{\"testAccuracy\":0.5}");
        result(named("beta b0"), "{\"testAccuracy\":0.75}");
        named("Beta B1");
        result(named("gamma"), "{\"testAccuracy\":\"NaN\"}");
        seed("Zeta", "5");
        seed("beta b0", "\"none\"");
        seed("gamma", "12");

        assertThat(pages(sort, 1)).containsExactly(names.split(";"));
        assertThat(pages(sort, 3)).containsExactly(names.split(";"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bestTestAccuracy",
                "testLoss",
                "imagesPerSecond",
                "parameters",
                "learningRate",
                "weight",
                "modules",
                "epochs",
                "batchSize"
            })
    void sortsByEveryFigure(String figure) {
        named("a");
        named("b");

        assertThat(pages(figure, 1)).containsExactly("b", "a");
        assertThat(pages("-" + figure, 1)).containsExactly("b", "a");
    }

    @Test
    void findsWordsInNamesIdsNotesAndLabels() {
        String one = SampleJobs.submit(
                api, "{\"name\":\"Sweep K=4\",\"labels\":{\"git\":\"3f2C1aa\"},\"spec\":" + SPEC + "}");
        String other = named("other");
        api.send("PATCH", "/jobs/" + other, "{\"notes\":\"a second Sweep\\nwith 50% less\"}", Map.of("If-Match", "*"));

        assertThat(found("q=SWEEP")).containsExactly(other, one);
        assertThat(found("q=" + encoded("k=4  sweep"))).containsExactly(one);
        assertThat(found("q=" + encoded("sweep nothing"))).isEmpty();
        assertThat(found("q=" + encoded("git=3F2c"))).containsExactly(one);
        assertThat(found("q=" + encoded("git:3f2c"))).containsExactly(one);
        assertThat(found("q=" + one)).containsExactly(one);
        assertThat(found("q=" + encoded("50%"))).containsExactly(other);
        assertThat(found("q=" + encoded("  "))).hasSize(2);
    }

    @Test
    void findsNetworksAndOwners() {
        String resnet = SampleJobs.submit(api);
        String vgg = SampleJobs.submit(
                api, SPEC.replaceFirst("\"network\":\\{[^}]*}", "\"network\":{\"type\":\"vgg\",\"depth\":8}"));
        String me = api.get("/me").at("/account/id");
        jdbc.sql("update job set account_id = null where id = ?").param(vgg).update();

        assertThat(found("network=resnet")).containsExactly(resnet);
        assertThat(found("network=resnet20")).containsExactly(resnet);
        assertThat(found("network=vgg8")).containsExactly(vgg);
        assertThat(found("network=resnet8")).isEmpty();
        assertThat(found("owner=me")).containsExactly(resnet);
        assertThat(found("owner=" + me)).containsExactly(resnet);
        assertThat(found("owner=nobody")).isEmpty();
        assertThat(api.get("/jobs/" + resnet).at("/owner/name"))
                .isEqualTo(api.get("/me").at("/account/name"));
        assertThat(api.get("/jobs/" + vgg).body().at("/owner").isNull()).isTrue();
    }

    @Test
    void listsArchivedJobsOnlyOnRequest() {
        String kept = named("kept");
        String away = named("away");
        api.send("PATCH", "/jobs/" + away, "{\"archived\":true}", Map.of("If-Match", "*"));

        assertThat(found("")).containsExactly(kept);
        assertThat(found("archived=true")).containsExactly(away);
        assertThat(api.get("/jobs?archived=yes").at("/errors/0/pointer")).isEqualTo("?archived");
        api.post("/jobs/" + away + "/cancel", "");
        api.send("DELETE", "/jobs/" + away, "", Map.of());
        assertThat(found("archived=true")).isEmpty();
        assertThat(found("deleted=true")).containsExactly(away);
    }

    @Test
    void summarizesJobs() {
        result(
                named("a"),
                "{\"testAccuracy\":0.5,\"moduleAccuracies\":[0.1],\"versions\":{\"seed\":1},\"weightsSha256\":\"00\"}");

        Api.Answer whole = api.get("/jobs");
        Api.Answer summary = api.get("/jobs?summary=true");

        assertThat(summary.body().at("/data/0/result").toString()).isEqualTo("{\"testAccuracy\":0.5}");
        assertThat(summary.at("/data/0/spec/rule/type")).isEqualTo("sgr");
        assertThat(summary.body().at("/data/0/spec/augmentation").isMissingNode())
                .isTrue();
        assertThat(whole.body().at("/data/0/spec/augmentation").isMissingNode()).isFalse();
        assertThat(api.get("/jobs?summary=1").at("/errors/0/pointer")).isEqualTo("?summary");
    }

    @Test
    void countsTheValuesOfFilters() {
        SampleJobs.submit(api, "{\"labels\":{\"a\":\"1\"},\"spec\":" + SPEC + "}");
        SampleJobs.submit(api, SPEC.replaceFirst("\"rule\":\\{[^}]*}", "\"rule\":{\"type\":\"greedy\"}"));
        String deleted = SampleJobs.submit(api, "{\"labels\":{\"b\":\"1\"},\"spec\":" + SPEC + "}");
        api.post("/jobs/" + deleted + "/cancel", "");
        api.send("DELETE", "/jobs/" + deleted, "", Map.of());

        Api.Answer facets = api.get("/jobs/facets");

        assertThat(facets.each("/rules", "/value")).containsExactly("greedy", "sgr");
        assertThat(facets.each("/labels", "/value")).containsExactly("a=1");
        assertThat(facets.at("/networks/0/value")).isEqualTo("resnet");
        assertThat(facets.body().at("/networks/0/count").asInt()).isEqualTo(2);
        assertThat(facets.at("/datasets/0/value")).isEqualTo("fashion-mnist-sample");
        assertThat(facets.at("/owners/0/label")).isEqualTo(api.get("/me").at("/account/name"));
        assertThat(api.get("/jobs/facets?rule=sgr").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=testAccuracy", "sort=-name", "", "sort=createdAt", "sort=-createdAt"})
    void refusesCursorsOfAnotherSort(String other) {
        named("a");
        named("b");
        String next = api.get("/jobs?sort=name&limit=1").at("/next");

        Api.Answer answer = api.get("/jobs?" + other + "&after=" + next);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("?after");
        assertThat(api.get("/jobs?sort=name&after=" + next).status()).isEqualTo(200);
        String newest = api.get("/jobs?limit=1").at("/next");
        assertThat(api.get("/jobs?sort=name&after=" + newest).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "NAME", "--name", "name,createdAt", "id"})
    void refusesOtherSorts(String sort) {
        Api.Answer answer = api.get("/jobs?sort=" + sort);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("?sort");
    }

    private List<String> pages(String sort, int limit) {
        List<String> names = new ArrayList<>();
        String after = "";
        do {
            Api.Answer page = api.get("/jobs?sort=%s&limit=%d%s".formatted(sort, limit, after));
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            names.addAll(page.each("/data", "/name"));
            after = page.body().at("/hasMore").asBoolean() ? "&after=" + page.at("/next") : "";
        } while (!after.isEmpty());
        return names;
    }

    private void result(String job, String result) {
        jdbc.sql("update job set result = cast(? as jsonb) where id = ?")
                .params(result, job)
                .update();
    }

    private void seed(String name, String seed) {
        jdbc.sql("update job set spec = jsonb_set(spec, '{seed}', cast(? as jsonb)) where name = ?")
                .params(seed, name)
                .update();
    }

    private String named(String name) {
        return SampleJobs.submit(api, "{\"name\":\"" + name + "\",\"spec\":" + SPEC + "}");
    }

    private List<String> found(String query) {
        Api.Answer answer = api.get("/jobs?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.each("/data", "/id");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
