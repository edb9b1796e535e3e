package dev.isograd.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.uploads.TestUploads;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Orders for imports through the API, before a worker sees them. */
@IsogradTest
class ImportOrderIntegrationTests {

    @Autowired
    private Api api;

    private String upload;

    @BeforeEach
    void upload() {
        upload = TestUploads.upload(api, "pets.zip", "no zip".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void createsAVersionAndItsJob() {
        Api.Answer made = order(body("pets", ""));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/datasets/" + made.at("/id"));
        assertThat(made.at("/state")).isEqualTo("IMPORTING");
        assertThat(made.at("/reference")).isEqualTo("pets@1");
        assertThat(made.at("/title")).isEqualTo("pets");
        Api.Answer job = api.get("/jobs/" + made.at("/job"));
        assertThat(job.at("/kind")).isEqualTo("import");
        assertThat(job.at("/state")).isEqualTo("QUEUED");
        assertThat(job.at("/spec/source/upload")).isEqualTo(upload);
        assertThat(job.at("/spec/format")).isEqualTo("auto");
        assertThat(job.body().at("/spec/limits/maxMinutes").asInt()).isEqualTo(120);
        assertThat(order(body("pets", "")).at("/reference")).isEqualTo("pets@2");
    }

    @Test
    void recordsEveryChoice() {
        Api.Answer made = order(body("pets", """
                ,"title":"My pets","license":"CC0","format":"image-folder","size":[32,48],"fit":"pad","channels":3,
                "testFraction":0.25,"onBadFile":"skip","seed":7"""));

        assertThat(made.at("/title")).isEqualTo("My pets");
        assertThat(made.at("/license")).isEqualTo("CC0");
        var spec = api.get("/jobs/" + made.at("/job")).body().at("/spec");
        assertThat(spec.at("/size").toString()).isEqualTo("[32,48]");
        assertThat(spec.at("/fit").asString()).isEqualTo("pad");
        assertThat(spec.at("/channels").asInt()).isEqualTo(3);
        assertThat(spec.at("/testFraction").asDouble()).isEqualTo(0.25);
        assertThat(spec.at("/onBadFile").asString()).isEqualTo("skip");
        assertThat(spec.at("/seed").asInt()).isEqualTo(7);
    }

    @Test
    void namesEveryWrongField() {
        Api.Answer wrong = order("""
                {"name":"My Pets","source":{"uplaod":"upl_1"},"format":"rar","size":[0],"fit":"x","channels":2,
                 "testFraction":1.5,"onBadFile":"maybe","seed":-1,"extra":1,"title":""}""");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/code")).isEqualTo("invalid_dataset");
        assertThat(wrong.each("/errors", "/pointer"))
                .containsExactlyInAnyOrder(
                        "/name",
                        "/source/uplaod",
                        "/format",
                        "/size",
                        "/fit",
                        "/channels",
                        "/testFraction",
                        "/onBadFile",
                        "/seed",
                        "/extra",
                        "/title");
    }

    @Test
    void namesWrongTypesAndMissingFields() {
        assertThat(order("{}").each("/errors", "/pointer")).containsExactlyInAnyOrder("/name", "/source");
        assertThat(order("""
                {"name":1,"source":"x","size":"32x32","channels":"3","testFraction":"half","format":null}""").each("/errors", "/pointer"))
                .containsExactlyInAnyOrder("/name", "/source", "/size", "/channels", "/testFraction");
        assertThat(order("{\"name\":\"pets\",\"source\":{\"upload\":1}}").each("/errors", "/pointer"))
                .containsExactly("/source/upload");
        assertThat(order("{\"name\":\"pets\",\"source\":{}}").each("/errors", "/pointer"))
                .containsExactly("/source");
        assertThat(order("{\"name\":\"pets\",\"source\":{\"upload\":\"a\",\"folder\":\"b\"}}")
                        .each("/errors", "/pointer"))
                .containsExactly("/source");
        assertThat(order("{\"name\":\"pets\",\"source\":{\"url\":\"no address\"}}")
                        .each("/errors", "/pointer"))
                .containsExactly("/source/url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Pets", "pets@2", "", "ds_1", "../pets", "a/b", "-pets", "fashion-mnist", "fashion-mnist-sample"
            })
    void refusesNames(String name) {
        Api.Answer answer = order(body(name, ""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer")).containsExactly("/name");
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThat(order(body("a".repeat(63), "")).status()).isEqualTo(201);
        assertThat(order(body("a".repeat(64), "")).status()).isEqualTo(400);
    }

    @Test
    void ordersOncePerIdempotencyKey() {
        Map<String, String> key = Map.of("Idempotency-Key", "import-1");

        Api.Answer first = api.send("POST", "/datasets", body("pets", ""), key);
        Api.Answer again = api.send("POST", "/datasets", body("pets", ""), key);
        Api.Answer other = api.send("POST", "/datasets", body("cats", ""), key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(other.status()).isEqualTo(422);
        assertThat(api.get("/datasets").each("/data", "/name")).containsOnlyOnce("pets");
    }

    @Test
    void refusesUploadsThatDoNotExist() {
        Api.Answer answer = order("{\"name\":\"pets\",\"source\":{\"upload\":\"upl_none\"}}");

        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(api.get("/datasets").each("/data", "/name")).doesNotContain("pets");
        assertThat(api.get("/jobs?kind=import").body().at("/data").size()).isZero();
    }

    private String body(String name, String more) {
        return "{\"name\":\"%s\",\"source\":{\"upload\":\"%s\"}%s}".formatted(name, upload, more);
    }

    private Api.Answer order(String body) {
        return api.post("/datasets", body);
    }
}
