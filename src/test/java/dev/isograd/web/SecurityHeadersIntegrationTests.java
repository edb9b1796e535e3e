package dev.isograd.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.artifacts.PartedArtifacts;
import dev.isograd.fuzz.RawAnswer;
import dev.isograd.jobs.SampleJobs;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A snapshot of the headers of every kind of answer. */
@IsogradTest
class SecurityHeadersIntegrationTests {

    private static final Map<String, String> EVERYWHERE = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    @Autowired
    private ObjectProvider<PartedArtifacts> store;

    @Autowired
    private Api api;

    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/me,200",
        "HEAD,/api/v1/me,200",
        "GET,/api/v1/jobs,200",
        "POST,/api/v1/jobs,400",
        "GET,/api/v1/jobs/job_1,404",
        "GET,/api/v1/nothing,404",
        "PUT,/api/v1/jobs,405",
        "GET,/api/v1/openapi.json,200",
        "GET,/api/v1/jobs?x=1,400",
        "GET,/api/v1/checkpoints/ckpt_1/content,403",
        "GET,/api/v1//jobs,400",
        "GET,/api/v1/jobs;a=b,400",
        "GET,/api/v1/<jobs>,400",
        "GET,/actuator/health,200",
        "GET,/actuator/env,404",
        "PROPFIND,/api/v1/me,400"
    })
    void protectsData(String method, String path, int status) throws IOException {
        RawAnswer answer = send(method, path, "Authorization: Bearer " + api.key());

        assertThat(answer.status()).isEqualTo(status);
        isProtected(answer);
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void protectsRefusals() throws IOException {
        for (RawAnswer answer : new RawAnswer[] {
            send("GET", "/api/v1/me", "X-None: 1"),
            send("GET", "/api/v1/me", "X-Any: \u00E9"),
            send("POST", "/api/v1/jobs", "Content-Length: 999999\r\nAuthorization: Bearer " + api.key())
        }) {
            assertThat(answer.status()).isIn(400, 401, 413);
            isProtected(answer);
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        }
    }

    @Test
    void protectsStreams() throws IOException {
        RawAnswer answer =
                send("GET", "/api/v1/jobs/" + SampleJobs.submit(api) + "/stream", "Authorization: Bearer " + api.key());

        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        isProtected(answer);
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({"/,200", "/jobs/job_1,200", "/sign-in,200", "/sign-in?token=x,200", "/assets/missing.js,404"})
    void protectsPages(String path, int status) throws IOException {
        RawAnswer answer = send("GET", path, "X-None: 1");

        assertThat(answer.status()).isEqualTo(status);
        isProtected(answer);
        assertThat(answer.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "connect-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types 'none'")
                .doesNotContain("unsafe", "*", "http");
    }

    @Test
    void asksForTlsOnlyWhereTheRequestCameByTls() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/me");
        request.setSecure(true);
        MockHttpServletResponse response = new MockHttpServletResponse();

        requireNonNull(new SecurityHeaders().securityHeadersFilter(store).getFilter())
                .doFilter(request, response, new MockFilterChain());

        assertThat(response.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000 ; includeSubDomains");
        assertThat(send("GET", "/api/v1/me", "X-None: 1").header("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void compressesLongAnswersThatAreNoStream() {
        assertThat(encoding("/api/v1/catalog")).isEqualTo("gzip");
        assertThat(encoding("/api/v1/openapi.json")).isEqualTo("gzip");
        assertThat(encoding("/api/v1/me")).isEmpty();
        Api.Answer tagged = api.send(api.authorized("/jobs/" + SampleJobs.submit(api))
                .header("Accept-Encoding", "gzip")
                .GET());
        assertThat(tagged.header("ETag")).startsWith("\"");
        assertThat(tagged.header("Content-Encoding")).isEmpty();
        Api.Answer plain = api.get("/catalog");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).containsIgnoringCase("accept-encoding");
    }

    private String encoding(String path) {
        return api.send(api.anonymous(path)
                        .header("Authorization", "Bearer " + api.key())
                        .header("Accept-Encoding", "gzip")
                        .GET())
                .header("Content-Encoding");
    }

    private RawAnswer send(String method, String path, String header) throws IOException {
        return RawAnswer.to(
                port,
                "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n".formatted(method, path, header));
    }

    private static void isProtected(RawAnswer answer) {
        EVERYWHERE.forEach((name, value) ->
                assertThat(answer.header(name)).as(name + answer.head()).isEqualTo(value));
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.head()).doesNotContainPattern("(?i)\r\n(server|x-powered-by):");
    }
}
