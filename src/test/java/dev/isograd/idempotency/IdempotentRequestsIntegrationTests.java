package dev.isograd.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.SampleJobs;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class IdempotentRequestsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void empty() {
        SampleJobs.clear(jdbc);
    }

    static Stream<Arguments> requests() {
        return Stream.of(Arguments.of("/jobs", SampleJobs.SPEC), Arguments.of("/api-keys", "{\"name\":\"earlier\"}"));
    }

    /** During a rollout, processes of the earlier version still store rows without the id. */
    @ParameterizedTest
    @MethodSource("requests")
    void answersRepetitionsOfRequestsThatTheEarlierVersionStored(String path, String body) {
        Map<String, String> key = Map.of(IdempotentRequests.HEADER, "earlier" + path);
        Api.Answer first = api.send("POST", path, body, key);
        jdbc.sql("update idempotent_request set created_id = null").update();

        Api.Answer again = api.send("POST", path, body, key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    }
}
