package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.fuzz.RawAnswer;
import dev.isograd.jobs.SampleJobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever a client sends, it gets problem details, and the log stays short. */
@IsogradTest
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestIntegrationTests {

    private static final int LONGEST_LOG = 1024;

    @Autowired
    private Api api;

    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\uFFFF", "\uD83D\uDE00", "", "' or 1=1 --", "../../etc/passwd"})
    void treatsAForeignSessionCookieAsNone(String session, CapturedOutput log) throws IOException {
        String cookie = "Cookie: ISOGRAD_SESSION="
                + Base64.getEncoder().encodeToString(session.getBytes(StandardCharsets.UTF_8));

        assertThat(send("GET /api/v1/me", cookie).status()).isEqualTo(401);
        assertThat(send("GET /api/v1/nothing", cookie).status()).isEqualTo(401);
        assertThat(send("GET /actuator/health", cookie).status()).isEqualTo(200);
        assertThat(send("GET /", cookie).status()).isEqualTo(200);
        assertThat(send("GET /api/v1/openapi.json", cookie).status()).isEqualTo(200);
        assertThat(send("GET /api/v1/me", cookie, authorization()).status()).isEqualTo(200);
        assertThat(log.getAll()).doesNotContain("Exception", " ERROR ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u007F", "\u0080", "\u009F", "\u00E9", "\u00FF", "\u00C3\u00A9", "\u00C0\u0080"})
    void refusesOtherBytesThanVisibleAsciiInHeaders(String bytes, CapturedOutput log) throws IOException {
        for (String name :
                new String[] {"X-Any", "Accept", "User-Agent", "Idempotency-Key", "If-Match", "Authorization"}) {
            RawAnswer answer = send("GET /api/v1/jobs", name + ": a" + bytes, authorization());

            isProblem(answer, 400);
        }
        isProblem(send("GET /", "X-Any: a" + bytes), 400);
        assertThat(log.getAll().length()).isLessThan(7 * LONGEST_LOG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%00", "a%00b", "%01", "%C2%80", "%C3%A9", "%E2%80%AE", "%F0%9F%98%80", "%ff", "%", "%ed%a0%80"})
    void refusesAnyTextAsNameOfAParameter(String name, CapturedOutput log) throws IOException {
        for (String request : new String[] {"GET /api/v1/jobs", "GET /api/v1/me", "POST /api/v1/jobs/job_1/cancel"}) {
            isProblem(send(request + "?" + name + "=1", "Content-Length: 0", authorization()), 400);
        }
        assertThat(send("GET /?" + name + "=1").status()).isIn(200, 400);
        assertThat(log.getAll()).doesNotContain("Exception", " ERROR ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00=1", "%C2%80=1", "a=%ff", "%zz=%", "_csrf=%00", "\u00E9=\u0001"})
    void refusesFormBodies(String form, CapturedOutput log) throws IOException {
        for (String path : new String[] {"/api/v1/session", "/api/v1/jobs/job_1/cancel", "/api/v1/jobs"}) {
            for (String credential : new String[] {authorization(), "Cookie: ISOGRAD_SESSION=YQ=="}) {
                RawAnswer answer = RawAnswer.to(
                        port,
                        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(path, credential, form.length(), form));

                assertThat(answer.status()).isBetween(400, 499);
                isProblem(answer, answer.status());
            }
        }
        assertThat(log.getAll()).doesNotContain("Exception", " ERROR ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/", ";;;", "a/b;q=2", "application/json;q=x", "text/csv, /"})
    void answersProblemDetailsToAnAcceptThatCannotBeRead(String accept) throws IOException {
        String job = SampleJobs.submit(api);
        for (String path :
                new String[] {"me", "jobs", "jobs/" + job + "/metrics?agg=raw", "jobs/" + job, "openapi.json"}) {
            RawAnswer answer = send("GET /api/v1/" + path, "Accept: " + accept, authorization());

            assertThat(answer.status()).as(path).isIn(400, 406);
            isProblem(answer, answer.status());
        }
        isProblem(send("GET /api/v1/nothing", "Accept: " + accept, authorization()), 404);
        isProblem(send("GET /api/v1/me", "Accept: " + accept), 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=99999999-", "bytes=abc", "bytes=-0", "bytes=5-1", "bytes=-", "items=0-1", "bytes=0-0,9-"})
    void sendsWholeDocumentsWhateverTheRange(String range) throws IOException {
        String whole = api.send(api.anonymous("/api/v1/openapi.json").GET()).text();

        RawAnswer document = send("GET /api/v1/openapi.json", "Range: " + range);

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.content()).isEqualTo(whole);
        assertThat(send("GET /", "Range: " + range).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json",
                "application/vnd.other+json",
                "application/problem+json;q=0.5, text/html;q=0.1"
            })
    void labelsSuccessAsJson(String accept) {
        Api.Answer answer =
                api.send(api.authorized("/me").header("Accept", accept).GET());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=utf-16", "*/*;Charset=\"iso-8859-1\"", "application/*;charset=utf-32"})
    void answersInUtf8WhateverCharsetIsAccepted(String accept) throws IOException {
        String job = SampleJobs.submit(api);
        for (String path : new String[] {
            "/api/v1/me",
            "/api/v1/jobs",
            "/api/v1/jobs/" + job + "/metrics",
            "/api/v1/openapi.json",
            "/actuator",
            "/actuator/health"
        }) {
            RawAnswer answer = send("GET " + path, "Accept: " + accept, authorization());

            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.header("Content-Type"))
                    .as(path)
                    .startsWith("application/")
                    .doesNotContain("utf-16", "utf-32");
        }
    }

    @Test
    void acceptsAnEmptyBodyOfAnyTypeAsNone() {
        String job = SampleJobs.submit(api);
        for (String type :
                new String[] {"application/x-www-form-urlencoded", "text/plain", "application/json", "x/y"}) {
            assertThat(api.send("POST", "/jobs/" + job + "/pause", "", Map.of("Content-Type", type))
                            .status())
                    .isEqualTo(200);
        }
        Api.Answer filled = api.send(
                "POST", "/jobs/" + job + "/pause", "a=b", Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(filled.status()).isEqualTo(415);
        assertThat(filled.at("/code")).isEqualTo("unsupported_media_type");
    }

    @Test
    void asksForBodiesThatAreNotCompressed() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(SampleJobs.SPEC.getBytes(StandardCharsets.UTF_8));
        }

        Api.Answer answer = api.send(api.authorized("/jobs")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.at("/detail")).contains("Content-Encoding");
        assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void readsBodiesOfTheRightTypeOnly() {
        for (String type :
                new String[] {"application/merge-patch+json", "application/vnd.x+json", "application/json;charset=nope"
                }) {
            assertThat(api.send("POST", "/jobs", SampleJobs.SPEC, Map.of("Content-Type", type))
                            .status())
                    .as(type)
                    .isEqualTo(415);
        }
    }

    @Test
    void keepsErrorsShort() {
        StringBuilder body = new StringBuilder("{\"epochs\":1");
        for (int i = 0; i < 15_000; i++) {
            body.append(",\"unknown").append(i).append("\":0");
        }
        Api.Answer many = api.post("/jobs", body.append('}').toString());
        Api.Answer parameters = api.get("/jobs?" + "a=1&".repeat(500) + "b" + "%C3%A9".repeat(500) + "=1");
        Api.Answer longName = api.post("/jobs/job_1/cancel", "{\"" + "x".repeat(1000) + "\":1}");

        assertThat(many.status()).isEqualTo(400);
        assertThat(many.text().length()).isLessThan(50_000);
        assertThat(many.body().at("/errors").size()).isBetween(10, 100);
        assertThat(many.body().at("/errorCount").asInt()).isGreaterThan(15_000);
        for (Api.Answer answer : new Api.Answer[] {parameters, longName}) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text().length()).isLessThan(5_000);
        }
    }

    @Test
    void saysNothingAboutClientsThatDisconnect(CapturedOutput log) throws IOException {
        for (String path : new String[] {"/", "/api/v1/openapi.json", "/api/v1/catalog", "/api/v1/jobs"}) {
            for (int i = 0; i < 20; i++) {
                try (Socket socket = new Socket("localhost", port)) {
                    socket.setSoLinger(true, 0);
                    socket.getOutputStream()
                            .write("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
                                    .formatted(path, authorization())
                                    .repeat(30)
                                    .getBytes(StandardCharsets.ISO_8859_1));
                    socket.getInputStream().read();
                }
            }
        }
        assertThat(api.get("/me").status()).isEqualTo(200);
        assertThat(log.getAll()).doesNotContain("Exception", " ERROR ", " WARN ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Transfer-Encoding: nope", "Content-Length: -5", "Expect: x", "Host: a b", "Content-Type: /"})
    void blamesTheRequestForMalformedHeaders(String header) throws IOException {
        RawAnswer answer = send("POST /api/v1/jobs", header, authorization());

        assertThat(answer.status()).isBetween(400, 499);
        isProblem(answer, answer.status());
    }

    private String authorization() {
        return "Authorization: Bearer " + api.key();
    }

    private RawAnswer send(String line, String... headers) throws IOException {
        return RawAnswer.to(
                port,
                "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n"
                        .formatted(line, String.join("\r\n", headers)));
    }

    private static void isProblem(RawAnswer answer, int status) {
        assertThat(answer.status()).as(answer.head()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.content()).contains("\"code\":", "\"detail\":", "\"requestId\":");
    }
}
