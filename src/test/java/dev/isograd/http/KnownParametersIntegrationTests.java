package dev.isograd.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.SampleJobs;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@IsogradTest
class KnownParametersIntegrationTests {

    @Autowired
    private Api api;

    @Test
    void refusesUnknownParametersOfEveryOperation() {
        operations((method, path, operation) -> {
            Api.Answer answer = api.send(method, path + "?lable=a%3A1&Limit=3", "{}", Map.of("If-Match", "*"));

            assertThat(answer.status()).as(method + path).isEqualTo(400);
            assertThat(answer.at("/code")).isEqualTo("invalid_query");
            assertThat(answer.each("/errors", "/pointer")).containsExactly("?lable", "?Limit");
        });
    }

    @Test
    void refusesRepeatedParametersUnlessTheyAreLists() {
        operations((method, path, operation) -> operation.path("parameters").forEach(parameter -> {
            if (parameter.get("in").asString().equals("query")) {
                String name = parameter.get("name").asString();
                Api.Answer answer = api.send(method, path + "?" + name + "=1&" + name + "=1", "", Map.of());
                String twice = "\"detail\":\"is given more than once\"";

                assertThat(answer.text().contains(twice))
                        .as(method + path + " " + name)
                        .isEqualTo(!parameter.at("/schema/type").asString("").equals("array"));
            }
        }));
    }

    @Test
    void namesWhatIsKnown() {
        assertThat(api.get("/datasets?page=2").at("/errors/0/detail"))
                .isEqualTo("is not a parameter of this operation; known are after, limit, name");
        assertThat(api.get("/me?x").at("/errors/0/detail"))
                .isEqualTo("is not a parameter of this operation, which takes none");
    }

    @Test
    void ignoresParametersOfPages() {
        assertThat(api.send(api.anonymous("/jobs?anything=1").GET()).status()).isEqualTo(200);
    }

    @Test
    void tellsHowToWriteThePlusOfATime() {
        Api.Answer answer = api.get("/jobs?createdAfter=2026-01-31T12:00:00+02:00");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/detail")).endsWith("write the + of its offset as %2B");
        assertThat(api.get("/jobs?createdAfter=yesterday").at("/errors/0/detail"))
                .doesNotContain("%2B");
        assertThat(api.get("/jobs?createdAfter=2026-01-31T12:00:00%2B02:00").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2e0", "20e-1"})
    void readsTheSameWholeNumberEverywhere(String number) {
        String job = SampleJobs.submit(
                api,
                "{\"priority\":" + number + ",\"spec\":"
                        + SampleJobs.SPEC.replace("\"epochs\":3", "\"epochs\":" + number) + "}");

        assertThat(api.get("/jobs/" + job).body().at("/priority").asInt()).isEqualTo(2);
        assertThat(api.get("/jobs/" + job).body().at("/spec/epochs").asInt()).isEqualTo(2);
        assertThat(api.get("/jobs?limit=" + number).status()).isEqualTo(200);
        assertThat(api.get("/jobs/" + job + "/logs?after=" + number).status()).isEqualTo(200);
        assertThat(api.get("/jobs/" + job + "/metrics?modules=1," + number + "&from=" + number)
                        .status())
                .isEqualTo(200);
        assertThat(api.send("PATCH", "/jobs/" + job, "{\"priority\":" + number + "}", Map.of("If-Match", "*"))
                        .status())
                .isEqualTo(200);
    }

    private interface Check {
        void of(String method, String path, JsonNode operation);
    }

    /** Calls everything but the operations that are not under /api/v1 or need no key at all. */
    private void operations(Check check) {
        api.send(api.anonymous("/api/v1/openapi.json").GET())
                .body()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> check.of(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey().replaceFirst("^/api/v1", "").replaceAll("\\{[a-zA-Z]+}", "job_1"),
                                method.getValue())));
    }
}
