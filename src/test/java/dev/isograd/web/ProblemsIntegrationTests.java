package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

@IsogradTest
class ProblemsIntegrationTests {

    private static final int LIMIT = 256 * 1024;

    @Autowired
    private Api api;

    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest
    @CsvSource({
        "GET,/nothing,404,not_found",
        "POST,/nothing,404,not_found",
        "DELETE,/jobs,405,method_not_allowed",
        "PUT,/jobs/job_1,405,method_not_allowed",
        "GET,/jobs/job_1,404,job_not_found",
        "GET,/datasets/nope,404,dataset_not_found",
        "POST,/jobs/job_1/explode,404,not_found",
        "DELETE,/api-keys/key_1,404,api_key_not_found"
    })
    void answersProblemDetails(String method, String path, int status, String code) {
        Api.Answer answer = api.send(method, path, "", Map.of());

        isProblem(answer, status, code);
        assertThat(answer.at("/instance")).isEqualTo("/api/v1" + path);
    }

    @Test
    void refusesRequestsWithoutKey() {
        for (String path : new String[] {"/api/v1/jobs", "/api/v1/nothing", "/api", "/actuator/env", "/actuator"}) {
            Api.Answer answer = api.send(api.anonymous(path).GET());

            isProblem(answer, 401, "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
        isProblem(api.send(api.anonymous("/api/v1/jobs").POST(BodyPublishers.ofString("{}"))), 401, "unauthorized");
    }

    @Test
    void refusesUnsupportedMediaTypes() {
        isProblem(api.send("POST", "/jobs", "{}", Map.of("Content-Type", "text/plain")), 415, "unsupported_media_type");
        isProblem(api.send(api.authorized("/jobs").header("Accept", "text/html").GET()), 406, "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"text\"",
                "7",
                "null",
                "{} {}",
                "{\"epochs\":1,\"epochs\":2}",
                "{'name':1}",
                "{\"name\":NaN}",
                "{\"name\":1,}",
                "// comment\n{}"
            })
    void refusesBodyThatIsNotOneJsonObject(String body) {
        isProblem(api.post("/jobs", body), 400, "malformed_body");
    }

    @Test
    void refusesJsonBombs() {
        String deep = "{\"a\":" + "[".repeat(33) + "]".repeat(33) + "}";
        String number = "{\"epochs\":" + "9".repeat(1000) + "}";
        String text = "{\"name\":\"" + "x".repeat(70_000) + "\"}";
        String exponent = "{\"epochs\":1e999999999}";

        isProblem(api.post("/jobs", deep), 400, "malformed_body");
        isProblem(api.post("/jobs", "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}"), 400, "malformed_body");
        isProblem(api.post("/jobs", "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}"), 400, "invalid_spec");
        isProblem(api.post("/jobs", number), 400, "malformed_body");
        isProblem(api.post("/jobs", text), 400, "malformed_body");
        isProblem(api.post("/jobs", exponent), 400, "invalid_spec");
    }

    @Test
    void refusesLargeBodyByItsDeclaredLength() {
        isProblem(api.post("/jobs", " ".repeat(LIMIT + 1)), 413, "body_too_large");
        isProblem(api.post("/jobs", "x".repeat(10_000_000)), 413, "body_too_large");
        isProblem(api.post("/jobs", " ".repeat(LIMIT)), 400, "malformed_body");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "x", "["})
    void refusesLargeBodyWithoutDeclaredLength(String filling) {
        Api.Answer answer = api.send(api.authorized("/jobs")
                .header("Content-Type", "application/json")
                .POST(Api.chunked(filling.repeat(10_000_000))));

        isProblem(answer, 413, "body_too_large");
    }

    @Test
    void marksConflictsAsNotRetryable() {
        String job = dev.isograd.jobs.SampleJobs.submit(api);

        Api.Answer answer = api.get("/jobs/" + job + "/result");

        isProblem(answer, 409, "no_result");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void returnsValidRequestIds() {
        Api.Answer own = api.send(
                api.authorized("/nothing").header("X-Request-Id", "abc-1.2").GET());
        Api.Answer foul = api.send(
                api.authorized("/nothing").header("X-Request-Id", "a b").GET());

        assertThat(own.header("X-Request-Id")).isEqualTo("abc-1.2").isEqualTo(own.at("/requestId"));
        assertThat(foul.header("X-Request-Id")).hasSize(36).isEqualTo(foul.at("/requestId"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs/%2e%2e/%2e%2e/admin.key",
                "/api/v1/jobs/..%2f..%2fadmin.key",
                "/api/v1/jobs/..%5c..%5cadmin.key",
                "/api/v1/jobs/%00",
                "/api/v1/jobs/a%0d%0ab",
                "/api/v1/jobs;x=y",
                "/api/v1//jobs",
                "/..%2fadmin.key",
                "/%2e%2e/%2e%2e/data/admin.key",
                "/static/../../admin.key",
                "/assets/..%2f..%2fapplication.yaml",
                "/application.yaml",
                "/file:%2f%2f%2fetc%2fpasswd"
            })
    void preventsPathTraversal(String path) throws IOException {
        String answer =
                raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + api.key() + "\r\n\r\n");

        assertThat(answer).doesNotContain("isg_", "root:", "isograd:\n", "HTTP Status", "Whitelabel");
        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404|200) .*");
        if (answer.startsWith("HTTP/1.1 4")) {
            assertThat(answer).contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%ff", "%ed%a0%80"})
    void refusesUndecodableParameters(String value) throws IOException {
        String answer = raw("GET /api/v1/jobs?name=" + value
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + api.key()
                + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    @Test
    void answersProblemDetailsToMalformedRequests() throws IOException {
        assertThat(raw("GET /<script> HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "X-Request-Id: ", "\"requestId\":\"")
                .doesNotContain("<script>", "Tomcat");
    }

    @Test
    void namesTheAddressOfRequestsThatTomcatRefuses() throws IOException {
        assertThat(raw("GET /api/v1/me HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"instance\":\"/api/v1/me\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PATCH", "DELETE"})
    void reportsMalformedAddressesForEveryMethod(String method) throws IOException {
        assertThat(raw(method + " /api/v1//jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Length: 0\r\nAuthorization: Bearer " + api.key() + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void isProblem(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().propertyNames())
                .contains("type", "title", "status", "detail", "instance", "code", "requestId");
        assertThat(answer.at("/code")).isEqualTo(code);
        assertThat(answer.at("/type")).isEqualTo("urn:isograd:problem:" + code.replace('_', '-'));
        assertThat(answer.text())
                .doesNotContainPattern(
                        "(?i)(java\\.|springframework|jackson|hibernate|postgres|\\bat [a-z]+\\.|Exception)");
    }
}
