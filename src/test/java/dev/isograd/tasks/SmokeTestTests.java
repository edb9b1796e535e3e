package dev.isograd.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.isograd.IsogradApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the smoke test makes of answers; ServerProcessTests runs it on the real service. */
@ExtendWith(OutputCaptureExtension.class)
class SmokeTestTests {

    private static final String KEY = "isg_of-the-test";

    @TempDir
    Path data;

    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            String answer = answers.size() > 1 ? answers.remove() : answers.element();
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void exitsWith0AfterASuccessfulTraining(CapturedOutput output) {
        answers.addAll(List.of(
                "201 {\"id\":\"job_1\"}",
                "200 {\"state\":\"RUNNING\",\"isTerminal\":false}",
                "200 {\"state\":\"SUCCEEDED\",\"isTerminal\":true,\"result\":{\"testAccuracy\":0.5}}"));

        assertThat(exitCode("10s")).isZero();

        assertThat(requests)
                .containsExactly(
                        "POST /api/v1/jobs Bearer " + KEY,
                        "GET /api/v1/jobs/job_1 Bearer " + KEY,
                        "GET /api/v1/jobs/job_1 Bearer " + KEY);
        assertThat(output.getAll()).contains("The training succeeded").doesNotContain(KEY);
    }

    @Test
    void exitsWith1AfterAFailedTraining(CapturedOutput output) {
        answers.addAll(List.of(
                "201 {\"id\":\"job_1\"}",
                "200 {\"state\":\"FAILED\",\"isTerminal\":true,\"reason\":{\"code\":\"OUT_OF_MEMORY\"}}"));

        assertThat(exitCode("10s")).isEqualTo(1);

        assertThat(output.getAll()).contains("The training ended otherwise").contains("OUT_OF_MEMORY");
    }

    @Test
    void exitsWith1IfTheKeyIsRefused(CapturedOutput output) {
        answers.add("401 {\"code\":\"unauthorized\"}");

        assertThat(exitCode("10s")).isEqualTo(1);

        assertThat(output.getAll()).contains("/api/v1/jobs answered 401").doesNotContain("\tat ");
    }

    @Test
    void exitsWith1IfTheTrainingDoesNotStartInTime(CapturedOutput output) {
        answers.addAll(List.of("201 {\"id\":\"job_1\"}", "200 {\"state\":\"QUEUED\",\"isTerminal\":false}"));

        assertThat(exitCode("1s")).isEqualTo(1);

        assertThat(output.getAll()).contains("the training is still \"QUEUED\" after 1 s");
    }

    @Test
    void exitsWith1IfNothingAnswers(CapturedOutput output) {
        server.stop(0);

        assertThat(exitCode("1s")).isEqualTo(1);

        assertThat(output.getAll()).contains("does not answer").doesNotContain("\tat ");
    }

    private int exitCode(String limit) {
        return SpringApplication.exit(new TaskRoles(IsogradApplication.class)
                .application()
                .run(
                        "--isograd.roles=smoke-test",
                        "--isograd.data-dir=" + data,
                        "--isograd.smoke-test.url=http://localhost:"
                                + server.getAddress().getPort(),
                        "--isograd.smoke-test.key=" + KEY,
                        "--isograd.smoke-test.limit=" + limit));
    }
}
