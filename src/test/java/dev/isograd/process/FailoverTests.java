package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import dev.isograd.artifacts.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two servers on one database and one object store: what one cannot finish, the other does. */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class FailoverTests {

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},
             "epochs":%d}""";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Of the contract: a lost server's training is on its way again after so long, with the settings as delivered. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(90);

    private static final Duration DRAINED = Duration.ofSeconds(30);
    private static final int SLOTS = 4;
    private static final int RESTARTS = Integer.getInteger("isograd.test.chaos.restarts", 50);

    @TempDir
    Path folder;

    private final S3Server store = S3Server.start();
    private final String database = TestDatabase.create();
    private String bucket = "";
    private ServerProcess first;
    private ServerProcess second;

    @BeforeEach
    void start() throws Exception {
        bucket = store.bucket();
        first = server("first").awaitHealthy();
        second = server("second").awaitHealthy();
        // Both know the same keys; only the first wrote one down.
        Files.copy(key("first"), key("second"), StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void stop() throws InterruptedException {
        first.close();
        second.close();
        store.close();
    }

    @Test
    void continuesElsewhereWhenAServerIsKilled() throws Exception {
        Dashboard.assumeBrowser();
        String job = first.submit(SPEC.formatted(400));
        long saved = awaitCheckpoint(job);
        ServerProcess running = first.trainers().isEmpty() ? second : first;
        ServerProcess other = running == first ? second : first;
        List<ProcessHandle> left = running.trainers();
        Process watching = Dashboard.play("failover.mjs", other, "--job", job);
        BufferedReader seen = watching.inputReader();
        Dashboard.awaitLine(seen, "watching");

        running.kill();
        long killed = System.nanoTime();
        JsonNode taken = other.awaitJob(job, TAKEN_OVER, FailoverTests::isTrainedAgain);
        Duration outage = Duration.ofNanos(System.nanoTime() - killed);

        System.out.printf(
                "Killed after the checkpoint of step %d; trained on by the other server after %d s%n",
                saved, outage.toSeconds());
        assertThat(left).noneMatch(ServerProcess::isRunning);
        assertThat(taken.at("/attempts/0/outcome").asString()).isEqualTo("WORKER_LOST");
        other.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > ServerProcess.step(taken));
        assertThat(other.get("/api/v1/jobs/" + job + "/logs?stream=system&limit=5000")
                        .toString())
                .contains("resumes from step");
        System.out.println("In the dashboard: " + seen.readAllAsString());
        assertThat(watching.waitFor()).isZero();
        other.post("/api/v1/jobs/" + job + "/kill");
    }

    @Test
    void continuesElsewhereWhenAServerIsDrained() throws Exception {
        String job = first.submit(SPEC.formatted(400));
        awaitCheckpoint(job);
        ServerProcess running = first.trainers().isEmpty() ? second : first;
        ServerProcess other = running == first ? second : first;

        running.terminate();
        long told = System.nanoTime();
        running.awaitExit(DRAINED);
        JsonNode taken = other.awaitJob(
                job, DRAINED.minusNanos(System.nanoTime() - told).plusSeconds(15), FailoverTests::isTrainedAgain);

        System.out.printf("Drained and on its way elsewhere after %d s%n", (System.nanoTime() - told) / 1_000_000_000);
        assertThat(taken.at("/attempts/0/outcome").asString()).isEqualTo("RELEASED");
        other.post("/api/v1/jobs/" + job + "/kill");
    }

    /** One of the two after the other, as a deployment does it, with all slots in use. */
    @Test
    void survivesRollingRestarts() throws Exception {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            jobs.add(first.submit(SPEC.formatted(10_000)));
        }
        awaitTraining(first, jobs);
        List<Long> seconds = new ArrayList<>();
        for (int restart = 0; restart < RESTARTS; restart++) {
            ServerProcess leaving = first;
            leaving.terminate();
            long told = System.nanoTime();
            leaving.awaitExit(DRAINED);
            awaitTraining(second, jobs);
            seconds.add((System.nanoTime() - told) / 1_000_000_000);
            assertThat(second.trainers()).hasSize(SLOTS);
            first = second;
            second = server(restart % 2 == 0 ? "first" : "second").awaitHealthy();
        }

        System.out.printf("%d restarts: %d trainings on their way elsewhere after %s s%n", RESTARTS, SLOTS, seconds);
        for (String job : jobs) {
            JsonNode now = first.get("/api/v1/jobs/" + job);
            now.get("attempts")
                    .forEach(attempt -> assertThat(attempt.path("outcome").asString("RELEASED"))
                            .as("%s", now)
                            .isEqualTo("RELEASED"));
            first.post("/api/v1/jobs/" + job + "/kill");
        }
        assertThat(seconds).allMatch(second -> second <= DRAINED.toSeconds());
    }

    private static void awaitTraining(ServerProcess server, List<String> jobs) throws InterruptedException {
        for (String job : jobs) {
            server.awaitJob(job, PATIENCE, ServerProcess::isTraining);
        }
    }

    private long awaitCheckpoint(String job) throws Exception {
        first.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > 30);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode saved = checkpoints(job);
        while (saved.isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(200);
            saved = checkpoints(job);
        }
        return saved.get(0).get("step").asLong();
    }

    private JsonNode checkpoints(String job) throws Exception {
        return first.get("/api/v1/jobs/" + job + "/checkpoints").get("data");
    }

    private static boolean isTrainedAgain(JsonNode job) {
        return job.get("attempt").asInt() == 2 && ServerProcess.isTraining(job);
    }

    private ServerProcess server(String name) throws IOException {
        return ServerProcess.start(
                folder.resolve(name),
                ServerProcess.storedIn(
                        store,
                        bucket,
                        "--spring.datasource.url=" + database,
                        "--isograd.accounts.pepper=the-same-for-all-servers-of-one-database",
                        "--isograd.worker.slots=" + SLOTS,
                        "--isograd.worker.threads=1",
                        "--isograd.worker.checkpoint-interval=0s",
                        "--isograd.worker.checkpoint-steps=20"));
    }

    private Path key(String name) {
        return folder.resolve(name).resolve("admin.key");
    }
}
