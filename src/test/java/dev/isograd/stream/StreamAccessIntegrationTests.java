package dev.isograd.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.EventStream;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.jobs.web.TestJobs;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Which requests open a stream, and how many streams stay open. */
@IsogradTest
class StreamAccessIntegrationTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private StreamQuota quota;

    private String path = "";

    @BeforeEach
    void claimOne() {
        path = "/jobs/" + jobs.claimNew().job() + "/stream";
    }

    @AfterEach
    void awaitNoOpenStreams() {
        Waiting.until(() -> quota.openStreams() == 0);
    }

    @Test
    void detectsADisconnectedClientOfAnIdleStream() {
        try (EventStream stream = open()) {
            stream.next("state");
            assertThat(quota.openStreams()).isEqualTo(1);
        }

        Waiting.until(() -> quota.openStreams() == 0);
    }

    @Test
    void limitsTheStreamsOfAnAccount() {
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            EventStream stream = open();
            streams.add(stream);
            stream.next("state");
        }

        Api.Answer refused = api.get(path);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.at("/code")).isEqualTo("too_many_streams");
        streams.forEach(EventStream::close);
    }

    @Test
    void rejectsClientsThatMayNotReadTheJob() {
        assertThat(api.send(api.anonymous("/api/v1" + path).GET()).status()).isEqualTo(401);
        assertThat(api.get("/jobs/job_01hf7yat000000000000000000/stream").status())
                .isEqualTo(404);
    }

    @Test
    void sendsNoStreamForOtherMethodsAndTypes() {
        Api.Answer head = api.send(api.authorized(path).HEAD());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(api.send(api.authorized(path).header("Accept", "text/html").GET())
                        .status())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=x", "?after=s1;l2", "?after=%00", "?after=s1&after=s2"})
    void rejectsInvalidQueries(String query) {
        assertThat(api.get(path + query).status()).isEqualTo(400);
    }

    private EventStream open() {
        return EventStream.open(HTTP, api.authorized(path).build());
    }
}
