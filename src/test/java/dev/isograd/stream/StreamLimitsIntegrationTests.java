package dev.isograd.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Browser;
import dev.isograd.EventStream;
import dev.isograd.EventStream.Message;
import dev.isograd.IsogradVariantTest;
import dev.isograd.Waiting;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.logs.LogLine;
import dev.isograd.logs.LogStream;
import dev.isograd.logs.LogWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Time limits of streams, with shorter limits than the defaults. */
@IsogradVariantTest
class StreamLimitsIntegrationTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private LogWriter logs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StreamQuota quota;

    private AttemptId attempt;

    @BeforeEach
    void claimOne() {
        attempt = jobs.claimNew();
    }

    @AfterEach
    void awaitNoOpenStreams() {
        Waiting.until(() -> quota.openStreams() == 0);
    }

    @Test
    void sendsCommentsOnAnIdleStream() {
        try (EventStream stream = EventStream.open(HTTP, api.authorized(path()).build())) {
            stream.next("state");

            assertThat(stream.next().event()).isEqualTo("comment");
            assertThat(stream.next().event()).isEqualTo("comment");
        }
    }

    @Test
    void endsWhenItsApiKeyIsRevoked() {
        Api.Answer key = api.post("/api-keys", "{\"name\":\"short\"}");
        HttpRequest request = api.anonymous("/api/v1" + path())
                .header("Authorization", "Bearer " + key.at("/key"))
                .build();
        try (EventStream stream = EventStream.open(HTTP, request)) {
            stream.next("state");

            assertThat(api.send(api.authorized("/api-keys/" + key.at("/id")).DELETE())
                            .status())
                    .isEqualTo(204);

            assertThat(stream.rest()).extracting(Message::event).containsOnly("comment");
            assertThat(EventStream.open(HTTP, request).status()).isEqualTo(401);
        }
    }

    @Test
    void endsWhenTheKeyOfItsSessionIsRevoked() {
        Api.Answer key = api.post("/api-keys", "{\"name\":\"of a session\"}");
        HttpRequest request = Browser.byKey(api, key.at("/key")).request(path()).build();
        try (EventStream stream = EventStream.open(HTTP, request)) {
            stream.next("state");

            api.send(api.authorized("/api-keys/" + key.at("/id")).DELETE());

            assertThat(stream.rest()).extracting(Message::event).containsOnly("comment");
            assertThat(EventStream.open(HTTP, request).status()).isEqualTo(401);
        }
    }

    @Test
    void endsWhenItsSessionIsDeleted() {
        String cookie = api
                .send(api.anonymous("/api/v1/session")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"key\":\"" + api.key() + "\"}")))
                .http()
                .headers()
                .allValues("Set-Cookie")
                .stream()
                .filter(each -> each.startsWith("ISOGRAD_SESSION="))
                .findFirst()
                .orElseThrow();
        HttpRequest request = api.anonymous("/api/v1" + path())
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .build();
        try (EventStream stream = EventStream.open(HTTP, request)) {
            stream.next("state");
            stream.next("comment");
            stream.next("comment");

            jdbc.sql("delete from spring_session").update();

            assertThat(stream.rest()).extracting(Message::event).doesNotContain("end");
        }
    }

    @Test
    void disconnectsAClientThatDoesNotReadWithoutDelayingOthers() throws IOException {
        try (EventStream reader = EventStream.open(HTTP, api.authorized(path()).build());
                Socket stalled = new Socket()) {
            reader.next("state");
            stalled.setReceiveBufferSize(4096);
            URI address = URI.create(api.address());
            stalled.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            stalled.getOutputStream()
                    .write("GET /api/v1%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(path(), api.key())
                            .getBytes(StandardCharsets.US_ASCII));
            Waiting.until(() -> quota.openStreams() == 2);
            // More data than the socket buffers of both sides can hold.
            for (int i = 0; i < 24; i++) {
                logs.append(
                        attempt,
                        Collections.nCopies(64, new LogLine(LogStream.STDOUT, Instant.EPOCH, "x".repeat(8000))));
            }

            Waiting.until(() -> quota.openStreams() == 1);

            long read = 0;
            while (read < 24 * 64) {
                Message next = reader.next("log");
                List<Long> lines = next.json()
                        .at("/lines")
                        .valueStream()
                        .map(line -> line.at("/line").asLong())
                        .toList();
                assertThat(lines.getFirst()).isEqualTo(read + 1);
                read = lines.getLast();
            }
        }
    }

    private String path() {
        return "/jobs/" + attempt.job() + "/stream";
    }
}
