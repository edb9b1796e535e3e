package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import dev.isograd.artifacts.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A store that is away for a minute in the midst of a training: its checkpoints come late, nothing else. */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "counts processes as Linux does")
class StoreOutageTests {

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},
             "epochs":10000}""";
    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path data;

    private final S3Server store = S3Server.start();
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        server = ServerProcess.start(
                        data,
                        ServerProcess.storedIn(
                                store,
                                store.bucket(),
                                "--spring.datasource.url=" + TestDatabase.create(),
                                "--isograd.worker.threads=1",
                                "--isograd.worker.checkpoint-interval=0s",
                                "--isograd.worker.checkpoint-steps=20"))
                .awaitHealthy();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        store.close();
    }

    @Test
    void delaysCheckpointsAndNothingElse() throws Exception {
        String job = server.submit(SPEC);
        server.awaitJob(job, PATIENCE, now -> latest(job) > 0);
        List<ProcessHandle> trainers = server.trainers();

        store.stop();
        Thread.sleep(2_000);
        long saved = latest(job);
        long stepBefore = ServerProcess.step(server.get("/api/v1/jobs/" + job));
        Thread.sleep(OUTAGE.toMillis());
        long stepAfter = ServerProcess.step(server.get("/api/v1/jobs/" + job));
        assertThat(latest(job)).isEqualTo(saved);
        store.restart();
        long up = System.nanoTime();
        server.awaitJob(job, PATIENCE, now -> latest(job) > saved);

        System.out.printf(
                "%d steps trained without the store; a checkpoint %d ms after it was back%n",
                stepAfter - stepBefore, (System.nanoTime() - up) / 1_000_000);
        assertThat(stepAfter).isGreaterThan(stepBefore + 20);
        assertThat(server.trainers()).isEqualTo(trainers);
        server.post("/api/v1/jobs/" + job + "/cancel");
        JsonNode over = server.awaitJob(job, PATIENCE, ServerProcess::isOver);
        assertThat(over.get("attempt").asInt()).isEqualTo(1);
        assertThat(latest(job)).as("the one that a cancelled training saves").isGreaterThan(stepAfter);
        stopWithoutTheStore();
    }

    private void stopWithoutTheStore() throws Exception {
        String job = server.submit(SPEC);
        server.awaitJob(job, PATIENCE, now -> latest(job) > 0);
        store.stop();

        server.terminate();
        long asked = System.nanoTime();

        server.awaitExit(Duration.ofSeconds(40));
        System.out.printf("Stopped after %d ms without the store%n", (System.nanoTime() - asked) / 1_000_000);
    }

    /** The step of the newest checkpoint. */
    private long latest(String job) {
        try {
            JsonNode checkpoints =
                    server.get("/api/v1/jobs/" + job + "/checkpoints?limit=1").get("data");
            return checkpoints.isEmpty() ? 0 : checkpoints.get(0).get("step").asLong();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
