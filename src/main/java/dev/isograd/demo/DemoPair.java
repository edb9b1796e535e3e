package dev.isograd.demo;

import dev.isograd.ConditionalOnRole;
import dev.isograd.IsogradProperties;
import dev.isograd.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/**
 * Submits the same network with back-propagation and with SGR, and prints the progress of both jobs to the terminal.
 */
@Component
@Profile("demo")
@ConditionalOnRole(Role.API)
class DemoPair {

    private static final Logger LOG = LoggerFactory.getLogger(DemoPair.class);
    private static final List<String> RULES = List.of("backprop", "sgr");
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(3);

    private final IsogradProperties settings;
    private final Environment environment;

    DemoPair(IsogradProperties settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread.ofVirtual().name("demo").start(() -> {
            try {
                run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (IOException | RestClientException failure) {
                LOG.warn("The demo failed, but the service continues: {}", failure.getMessage());
            }
        });
    }

    private void run() throws IOException, InterruptedException {
        RestClient api = RestClient.builder()
                .baseUrl("http://localhost:" + environment.getProperty("local.server.port"))
                .defaultHeader(
                        "Authorization",
                        "Bearer "
                                + Files.readString(settings.dataDir().resolve("admin.key"))
                                        .strip())
                .build();
        List<JsonNode> finished = new ArrayList<>();
        for (String job : submit(api)) {
            finished.add(follow(api, job));
        }
        Terminal.printSummary(finished.getFirst(), finished.getLast());
    }

    /**
     * Sends an idempotency key, so that a restart within two days finds the first pair of jobs instead of training
     * again.
     */
    private static List<String> submit(RestClient api) throws IOException {
        List<String> jobs = new ArrayList<>();
        for (String rule : RULES) {
            String body = new ClassPathResource("demo/" + rule + ".json").getContentAsString(StandardCharsets.UTF_8);
            JsonNode job = api.post()
                    .uri("/api/v1/jobs")
                    .header("Idempotency-Key", "demo-" + rule)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body)
                    .retrieve()
                    .requiredBody(JsonNode.class);
            jobs.add(job.get("id").asString());
        }
        return jobs;
    }

    private static JsonNode follow(RestClient api, String id) throws InterruptedException {
        long lastStep = -1;
        while (true) {
            JsonNode job = api.get().uri("/api/v1/jobs/{id}", id).retrieve().requiredBody(JsonNode.class);
            long step = job.path("progress").path("step").asLong(-1);
            if (step > lastStep) {
                Terminal.printProgress(job);
                lastStep = step;
            }
            if (job.get("isTerminal").asBoolean()) {
                return job;
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }
}
