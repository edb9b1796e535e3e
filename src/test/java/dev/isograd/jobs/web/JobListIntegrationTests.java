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
        "peakMemoryBytes,gamma;Beta B1;beta b0;Zeta"
    })
    void sortsInPagesWithMissingValuesLast(String sort, String names) {
        result(named("Zeta"), "{\"testAccuracy\":0.5}");
        result(named("beta b0"), "{\"testAccuracy\":0.75}");
        named("Beta B1");
        result(named("gamma"), "{\"testAccuracy\":\"NaN\"}");

        assertThat(pages(sort, 1)).containsExactly(names.split(";"));
        assertThat(pages(sort, 3)).containsExactly(names.split(";"));
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
