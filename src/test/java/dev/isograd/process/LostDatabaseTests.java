package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A database that crashes and comes back in the midst of a training: the training does not notice. */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class LostDatabaseTests {

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},
             "epochs":%d}""";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RESTARTS = 3;
    private static final Duration LONG_OUTAGE = Duration.ofSeconds(30);

    /** Longer than a training continues without its lease. */
    private static final Duration TOO_LONG_OUTAGE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private EmbeddedPostgres database;
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        database = postgres(0);
        server = ServerProcess.start(
                        folder.resolve("data"),
                        "--spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
                        "--isograd.worker.threads=1",
                        "--isograd.worker.checkpoint-interval=0s",
                        "--isograd.worker.checkpoint-steps=20")
                .awaitHealthy();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @Test
    void doesNotDisturbATraining() throws Exception {
        String job = server.submit(SPEC.formatted(10_000));
        server.awaitJob(job, PATIENCE, now -> now.path("progress").path("step").asLong(0) > 0);
        List<ProcessHandle> trainers = server.trainers();
        for (int i = 0; i < RESTARTS; i++) {
            crash();
            Thread.sleep(i == 0 ? LONG_OUTAGE.toMillis() : 1_000);
            if (i == 0) {
                assertThat(server.answer("/api/v1/jobs/" + job).statusCode()).isEqualTo(503);
                assertThat(server.answer("/api/v1/jobs/" + job).headers().firstValue("Retry-After"))
                        .isPresent();
            }
            database = postgres(database.getPort());
            long up = System.nanoTime();
            long before = ServerProcess.step(server.awaitJob(job, Duration.ofSeconds(10), now -> true));
            server.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > before);
            System.out.printf("Back %d ms after the database%n", (System.nanoTime() - up) / 1_000_000);
        }

        assertThat(server.trainers()).isEqualTo(trainers);
        JsonNode now = server.get("/api/v1/jobs/" + job);
        assertThat(now.get("attempt").asInt()).isEqualTo(1);
        assertThat(now.get("state").asString()).isEqualTo("RUNNING");
        assertThat(server.output()).doesNotContain("failed unexpectedly");
        server.post("/api/v1/jobs/" + job + "/kill");
        server.awaitJob(job, PATIENCE, ServerProcess::isOver);
    }

    @Test
    void costsATrainingNoMoreThanWhatCameAfterItsCheckpoint() throws Exception {
        String job = server.submit(SPEC.formatted(10_000));
        server.awaitJob(job, PATIENCE, now -> !checkpoints(job).isEmpty());
        List<ProcessHandle> trainers = server.trainers();

        crash();
        Thread.sleep(TOO_LONG_OUTAGE);
        assertThat(trainers).as("nobody knows who else has the job").noneMatch(ServerProcess::isRunning);
        database = postgres(database.getPort());
        long up = System.nanoTime();
        JsonNode now =
                server.awaitJob(job, PATIENCE, it -> it.get("attempt").asInt() == 2 && ServerProcess.isTraining(it));

        System.out.printf("Trained on %d ms after the database was back%n", (System.nanoTime() - up) / 1_000_000);
        long saved = checkpoints(job).get(0).get("step").asLong();
        long before = ServerProcess.step(now);
        server.awaitJob(job, PATIENCE, it -> ServerProcess.step(it) > Math.max(before, saved));
        assertThat(server.get("/api/v1/jobs/" + job + "/logs?stream=system&limit=5000")
                        .toString())
                .contains("resumes from step");
        server.post("/api/v1/jobs/" + job + "/kill");
        server.awaitJob(job, PATIENCE, ServerProcess::isOver);
    }

    private JsonNode checkpoints(String job) {
        try {
            return server.get("/api/v1/jobs/" + job + "/checkpoints").get("data");
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** As when the machine loses power: nothing is written any more, and the next start has to recover. */
    private void crash() throws IOException, InterruptedException {
        Path pidFile = folder.resolve("postgres/postmaster.pid");
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
                .orElseThrow();
        int status = new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
        for (int i = 0; postmaster.isAlive() && i < 200; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        // Finds nothing to stop and says so, but lets go of the folder.
        database.close();
        Files.deleteIfExists(pidFile);
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(TestDatabase.BINARIES.toFile())
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
