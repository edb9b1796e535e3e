package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Cancelling real trainings at any moment of their lives ends them soon, once, and gives their slots back. */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "counts processes as Linux does")
class CancelTests {

    private static final long SEED = 15;
    private static final int CANCELS = Integer.getInteger("isograd.test.chaos.cancels", 150);
    private static final int FORCED = Integer.getInteger("isograd.test.chaos.forced-cancels", 50);
    private static final int SLOTS = 8;

    /** Some seconds long, so that a moment can be after its end. */
    private static final String SHORT = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"split":{"modules":3},
             "rule":{"type":"sgr"},"epochs":1,"batchSize":50,"device":"cpu"}""";

    /** One step takes longer than anybody waits: the training cannot stop by itself in time. */
    private static final String LONG_STEPS = """
            {"dataset":"fashion-mnist-sample","network":{"type":"vgg","depth":19},"rule":{"type":"backprop"},
             "epochs":1,"batchSize":400,"device":"cpu"}""";

    private static final Duration COOPERATIVE = Duration.ofSeconds(15);
    private static final Duration BY_FORCE = Duration.ofSeconds(55);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path data;

    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        server = ServerProcess.start(
                        data,
                        "--spring.datasource.url=" + TestDatabase.create(),
                        "--isograd.worker.slots=" + SLOTS,
                        "--isograd.worker.threads=1")
                .awaitHealthy();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    @Test
    void endsTrainingsAtAnyMoment() throws Exception {
        Random random = new Random(SEED);
        List<Duration> delays = cancelAll(CANCELS, 2, () -> {
            long moment;
            synchronized (random) {
                moment = random.nextLong(8_000);
            }
            String job = server.submit(SHORT);
            Thread.sleep(moment);
            return job;
        });

        report("cooperative", delays);
        assertThat(percentile(delays)).isLessThanOrEqualTo(COOPERATIVE);
    }

    @Test
    void endsTrainingsInTheMidstOfAStep() throws Exception {
        List<Duration> delays = cancelAll(FORCED, SLOTS, () -> {
            String job = server.submit(LONG_STEPS);
            server.awaitJob(job, PATIENCE, ServerProcess::isTraining);
            return job;
        });

        report("by force", delays);
        assertThat(percentile(delays)).isLessThanOrEqualTo(BY_FORCE);
    }

    private interface Begun {
        String job() throws Exception;
    }

    private List<Duration> cancelAll(int cancels, int atOnce, Begun begun) throws Exception {
        List<Future<Duration>> ended = new ArrayList<>();
        try (ExecutorService users = Executors.newFixedThreadPool(atOnce)) {
            for (int i = 0; i < cancels; i++) {
                ended.add(users.submit(() -> cancel(begun.job())));
            }
        }
        List<Duration> delays = new ArrayList<>();
        for (Future<Duration> each : ended) {
            delays.add(each.get());
        }
        JsonNode worker = server.get("/api/v1/workers").get("data").get(0);
        assertThat(worker.get("slotsInUse").asInt()).isZero();
        assertThat(server.trainers()).isEmpty();
        return delays;
    }

    private Duration cancel(String job) throws Exception {
        long asked = System.nanoTime();
        boolean tooLate = server.postAny("/api/v1/jobs/" + job + "/cancel").statusCode() == 409;
        JsonNode over = server.awaitJob(job, PATIENCE, ServerProcess::isOver);
        Duration delay = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(over.get("state").asString())
                .isIn(tooLate ? List.of("SUCCEEDED") : List.of("CANCELLED", "SUCCEEDED"));
        long ends = server.get("/api/v1/jobs/" + job + "/events?limit=100")
                .get("data")
                .valueStream()
                .filter(event -> List.of("CANCELLED", "SUCCEEDED")
                        .contains(event.path("to").asString("")))
                .count();
        assertThat(ends).isEqualTo(1);
        return delay;
    }

    private static Duration percentile(List<Duration> delays) {
        return delays.stream().sorted().toList().get((delays.size() * 99 - 1) / 100);
    }

    private static void report(String how, List<Duration> delays) {
        List<Duration> sorted = delays.stream().sorted().toList();
        System.out.printf(
                "%d cancels, %s: p50 %d ms, p99 %d ms, longest %d ms%n",
                sorted.size(),
                how,
                sorted.get(sorted.size() / 2).toMillis(),
                percentile(sorted).toMillis(),
                sorted.getLast().toMillis());
    }
}
