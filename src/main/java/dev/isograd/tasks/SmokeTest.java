package dev.isograd.tasks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The role {@code smoke-test}: submits a tiny training to a running service and waits until it has succeeded. */
@EnableConfigurationProperties(SmokeTestProperties.class)
class SmokeTest implements CommandLineRunner, ExitCodeGenerator {

    private static final Logger LOG = LoggerFactory.getLogger(SmokeTest.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final String JOB = """
        {"name": "smoke test", "labels": {"purpose": "smoke-test"},
         "spec": {"dataset": "fashion-mnist-sample", "network": {"type": "resnet", "depth": 8, "width": 4},
                  "rule": {"type": "sgr"}, "epochs": 1, "device": "%s"}}\
        """;

    private final SmokeTestProperties settings;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();
    private int exitCode = 1;

    SmokeTest(SmokeTestProperties settings) {
        this.settings = settings;
    }

    /** An answer that is not the expected one. */
    private static final class UnexpectedAnswer extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnexpectedAnswer(String message) {
            super(message);
        }
    }

    @Override
    public void run(String... arguments) throws InterruptedException {
        try {
            JsonNode job = finished(submit());
            if (job.path("state").asString("").equals("SUCCEEDED")) {
                exitCode = 0;
                LOG.info("The training succeeded: {}", job.path("result"));
            } else {
                LOG.error("The training ended otherwise: {} {}", job.path("state"), job.path("reason"));
            }
        } catch (IOException unreachable) {
            LOG.error("The service at {} does not answer: {}", settings.url(), unreachable.toString());
        } catch (UnexpectedAnswer | JacksonException | IllegalArgumentException refused) {
            LOG.error("The smoke test failed: {}", refused.getMessage());
        }
    }

    private String submit() throws IOException, InterruptedException {
        String id = send(request("/api/v1/jobs")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JOB.formatted(settings.device()))))
                .path("id")
                .asString("");
        LOG.info("Submitted the training {}", id);
        return id;
    }

    private JsonNode finished(String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + settings.limit().toNanos();
        while (true) {
            JsonNode job = send(request("/api/v1/jobs/" + id).GET());
            if (job.path("isTerminal").asBoolean(false)) {
                return job;
            }
            if (System.nanoTime() > deadline) {
                throw new UnexpectedAnswer("the training is still %s after %d s"
                        .formatted(job.path("state"), settings.limit().toSeconds()));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.url() + path))
                .timeout(REQUEST_LIMIT)
                .header("Authorization", "Bearer " + settings.key().strip());
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new UnexpectedAnswer(
                    "%s answered %d: %s".formatted(answer.uri().getPath(), answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
