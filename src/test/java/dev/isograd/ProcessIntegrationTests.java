package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service as a process of its own, with the embedded database, as users start it. */
class ProcessIntegrationTests {

    private static final Pattern LINK = Pattern.compile("http://localhost:(\\d+)/sign-in\\?token=\\S+");

    private final Path home = TestDatabase.SCRATCH.resolve("process-" + UUID.randomUUID());
    private final Path data = home.resolve("data");
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void survivesBeingKilledAndRunsOnceAtTime() throws Exception {
        Files.createDirectories(home);
        Path output = home.resolve("first.log");
        Process first = start(output);
        String link = link(output);
        String key = Files.readString(data.resolve("admin.key")).strip();
        assertThat(status(link, key)).isEqualTo(200);

        Path refused = home.resolve("refused.log");
        Process second = start(refused);
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(Files.readString(refused))
                .contains("Another Isograd is running on the data directory " + data + " (process " + first.pid() + ")")
                .doesNotContain("\tat ");

        ProcessHandle postmaster = postmaster();
        first.destroyForcibly().waitFor();
        assertThat(postmaster.isAlive()).isTrue();

        Path again = home.resolve("again.log");
        Process next = start(again);
        String newLink = link(again);
        assertThat(newLink).isNotEqualTo(link);
        assertThat(status(newLink, key)).isEqualTo(200);
        Awaitility.await().until(() -> !postmaster.isAlive());

        ProcessHandle newPostmaster = postmaster();
        next.destroy();
        assertThat(next.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().until(() -> !newPostmaster.isAlive());
        assertThat(Files.readString(again)).contains("PostgreSQL has stopped").doesNotContain("Exception");
    }

    private Process start(Path output) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IsogradApplication.class.getName(),
                        "--server.port=0",
                        "--isograd.roles=api",
                        "--isograd.datasets.fashion-mnist=/nowhere",
                        "--isograd.data-dir=" + data)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static String link(Path output) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> {
                            Matcher link = LINK.matcher(Files.readString(output));
                            return link.find() ? link.group() : "";
                        },
                        link -> !link.isEmpty());
    }

    private static int status(String link, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(link).resolve("/api/v1/me"))
                .header("Authorization", "Bearer " + key)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
