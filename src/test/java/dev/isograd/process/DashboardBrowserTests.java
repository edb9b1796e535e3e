package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard in a real browser that uses it like a person. */
class DashboardBrowserTests {

    private static final List<String> HOSTILE_NAMES = List.of(
            "<img src=x onerror=alert(1)>\"><script>alert(document.domain)</script>",
            "javascript:alert(1)//{{7*7}}${7*7}<svg/onload=alert(1)>",
            "W".repeat(200),
            // Right to left, marks that stack up, and a family of emojis.
            "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd e"
                    + "\u0301\u0302\u0303\u0304".repeat(20)
                    + "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67".repeat(10));

    @TempDir
    Path data;

    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        Dashboard.assumeBrowser();
        server = ServerProcess.start(data).awaitHealthy();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void submitsTheSampleThroughTheFormAndWatchesItFinish() throws Exception {
        play("dashboard.mjs");

        try (Stream<Path> taken = Files.list(Dashboard.pictures())) {
            assertThat(taken.map(Path::toString).toList()).anyMatch(name -> name.endsWith(".png"));
        }
    }

    @Test
    @Tag("chaos")
    void showsHostileNamesAsTextOnEveryPage() throws Exception {
        String trained = "";
        for (String name : HOSTILE_NAMES) {
            String id = server.submit(submission(name));
            trained = trained.isEmpty() ? id : trained;
        }
        server.awaitJob(
                trained,
                Duration.ofMinutes(3),
                job -> job.get("state").asString().equals("SUCCEEDED"));

        play("hostile.mjs");
    }

    private static String submission(String name) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "name",
                        name,
                        "labels",
                        Map.of("label", name),
                        "spec",
                        Map.of(
                                "dataset",
                                "fashion-mnist-sample",
                                "network",
                                Map.of("type", "mlp", "width", 8),
                                "rule",
                                Map.of("type", "greedy"),
                                "epochs",
                                1)));
    }

    private void play(String script) throws IOException, InterruptedException {
        Process browser = Dashboard.play(script, server);
        String said = browser.inputReader().readAllAsString();
        assertThat(browser.waitFor()).as(said).isZero();
    }
}
