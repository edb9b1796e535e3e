package dev.isograd.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.IsogradTest;
import dev.isograd.fuzz.RawAnswer;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Downloads whole and in part, and never with other bytes than those that were stored. */
@IsogradTest
class CheckpointDownloadIntegrationTests {

    private static final byte[] BYTES = SavedCheckpoints.bytes(10);
    private static final int SIZE = BYTES.length;
    private static final String TAG = "\"" + Digests.of(BYTES) + "\"";

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    @Value("${local.server.port}")
    private int port;

    private String id = "";
    private String url = "";

    @BeforeEach
    void save() {
        jobs.submit();
        id = saved.store(jobs.claimJob(), 10);
        url = api.post("/checkpoints/" + id + "/download", "").at("/url");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,1",
        "bytes=1-3,1,3",
        "bytes=-2,-2,2",
        "bytes=3-,3,-3",
        "bytes=0-999999999,0,0",
        "Bytes=1-1,1,1"
    })
    void sendsParts(String range, int start, int length) throws Exception {
        int from = start < 0 ? SIZE + start : start;
        int count = length <= 0 ? SIZE + length : length;

        HttpResponse<byte[]> answer = fetch("GET", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, from, from + count));
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes %d-%d/%d".formatted(from, from + count - 1, SIZE));
        assertThat(header(answer, "ETag")).isEqualTo(TAG);
        assertThat(header(answer, "Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=999999999-", "bytes=-0", "bytes=5-1", "bytes=abc", "bytes=", "bytes=--1"})
    void refusesRangesThatTheFileDoesNotHave(String range) throws Exception {
        HttpResponse<byte[]> answer = fetch("GET", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */" + SIZE);
        assertThat(text(answer)).contains("range_not_satisfiable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"items=0-1", "bytes=0-0,2-3", ""})
    void sendsAllForOtherRanges(String range) throws Exception {
        assertThat(fetch("GET", "Range", range).body()).isEqualTo(BYTES);
    }

    @Test
    void describesTheFile() throws Exception {
        HttpResponse<byte[]> head = fetch("HEAD", "Range", "bytes=0-0");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("" + SIZE);
        assertThat(header(head, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(head, "ETag")).isEqualTo(TAG);
        assertThat(header(head, "Content-Disposition")).startsWith("attachment");
    }

    @Test
    void sendsNothingThatTheClientHas() throws Exception {
        assertThat(fetch("GET", "If-None-Match", TAG).statusCode()).isEqualTo(304);
        assertThat(fetch("GET", "If-None-Match", "\"other\", " + TAG).statusCode())
                .isEqualTo(304);
        assertThat(fetch("GET", "If-None-Match", "\"other\"").body()).isEqualTo(BYTES);
        HttpResponse<byte[]> failed = fetch("GET", "If-Match", "\"other\"");
        assertThat(failed.statusCode()).isEqualTo(412);
        assertThat(text(failed)).contains("precondition_failed");
    }

    @Test
    void continuesOnlyTheSameFile() throws Exception {
        assertThat(fetch("GET", "Range", "bytes=1-1", "If-Range", TAG).statusCode())
                .isEqualTo(206);
        assertThat(fetch("GET", "Range", "bytes=1-1", "If-Range", "\"other\"").body())
                .isEqualTo(BYTES);
        assertThat(fetch("GET", "Range", "bytes=1-1", "If-Range", "W/" + TAG).body())
                .isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=0-0"})
    void sendsNothingOfADamagedFile(String range) throws Exception {
        assertThat(fetch("GET", "Range", range).statusCode()).isIn(200, 206);
        Path file = saved.stateFile(id);
        byte[] damaged = BYTES.clone();
        damaged[SIZE / 2] ^= 1;
        Files.write(file, damaged);

        HttpResponse<byte[]> answer = fetch("GET", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(text(answer)).contains("artifact_damaged");
        Files.write(file, BYTES);
        assertThat(fetch("GET", "Range", range).statusCode()).isIn(200, 206);
    }

    @Test
    void sendsNothingThatALinkLeadsTo() throws Exception {
        Path file = saved.stateFile(id);
        Path elsewhere = Files.write(Files.createTempFile("elsewhere", ".bin"), BYTES);
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);

        HttpResponse<byte[]> answer = fetch("GET", "Range", "");

        assertThat(answer.statusCode()).isEqualTo(503);
        Files.delete(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "localhost@evil.example"})
    void leadsNowhereElse(String host) throws IOException {
        RawAnswer answer = RawAnswer.to(
                port,
                "POST /api/v1/checkpoints/%s/download HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nConnection: close\r\nContent-Length: 0\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(id, host, api.key()));

        assertThat(answer.content()).doesNotContain("evil");
        assertThat(answer.status()).isIn(200, 400);
    }

    private HttpResponse<byte[]> fetch(String method, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept-Encoding", "gzip");
        if (!headers[1].isEmpty()) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
