package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real trainings whose processes and supervisors are killed again and again end as if nothing had happened. */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class KilledTrainingsTests {

    private static final long SEED = 11;
    private static final int TRAININGS = Integer.getInteger("isograd.test.chaos.trainings", 20);
    private static final int KILLS = Integer.getInteger("isograd.test.chaos.training-kills", 20);

    /** Every so manieth kill is of the supervisor, with its database. */
    private static final int SUPERVISOR = 5;

    private static final int CHECKPOINT_STEPS = 10;
    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"split":{"modules":3},
             "rule":{"type":"sgr"},"epochs":2,"batchSize":50,"device":"cpu"}""";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir
    Path data;

    private ServerProcess server;

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    @Test
    void endWithTheSameWeights() throws Exception {
        server = start();
        String undisturbed = server.submit(SPEC);
        String weights = weights(server.awaitJob(undisturbed, PATIENCE, ServerProcess::isOver));
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < TRAININGS; i++) {
            jobs.add(server.submit(SPEC));
        }
        Random random = new Random(SEED);
        int killed = 0;
        while (killed < KILLS && running() != null) {
            Thread.sleep(500 + random.nextInt(3_000));
            killed += kill(killed % SUPERVISOR == SUPERVISOR - 1, random) ? 1 : 0;
        }

        int attempts = 0;
        for (String job : jobs) {
            JsonNode over = server.awaitJob(job, PATIENCE, ServerProcess::isOver);
            assertThat(over.get("state").asString()).as("%s", over).isEqualTo("SUCCEEDED");
            assertThat(weights(over)).isEqualTo(weights);
            attempts += over.get("attempt").asInt();
        }
        System.out.printf("%d trainings, %d kills: %d attempts, all weights equal%n", TRAININGS, killed, attempts);
        assertThat(killed).isEqualTo(KILLS);
    }

    private boolean kill(boolean supervisor, Random random) throws Exception {
        if (supervisor) {
            server.kill();
            server = start();
            return true;
        }
        List<ProcessHandle> trainers = server.trainers();
        return !trainers.isEmpty()
                && trainers.get(random.nextInt(trainers.size())).destroyForcibly();
    }

    /** Null once all are over. */
    private JsonNode running() throws IOException, InterruptedException {
        JsonNode open =
                server.get("/api/v1/jobs?state=QUEUED&state=RUNNING&limit=1").get("data");
        return open.isEmpty() ? null : open.get(0);
    }

    private static String weights(JsonNode job) {
        return job.get("result").get("weightsSha256").asString();
    }

    private ServerProcess start() throws IOException, InterruptedException {
        return ServerProcess.start(
                        data,
                        "--isograd.jobs.retry-delay=100ms",
                        "--isograd.jobs.max-losses=50",
                        "--isograd.worker.slots=2",
                        "--isograd.worker.threads=1",
                        "--isograd.worker.checkpoint-interval=0s",
                        "--isograd.worker.checkpoint-steps=" + CHECKPOINT_STEPS)
                .awaitHealthy();
    }
}
