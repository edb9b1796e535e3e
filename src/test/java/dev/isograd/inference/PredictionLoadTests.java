package dev.isograd.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.web.TestJobs;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Many clients that send pictures at once. */
@Tag("chaos")
@IsogradTest
class PredictionLoadTests {

    private static final int CLIENTS = 16;
    private static final int GOAL = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("isograd.test.load.seconds", 20));

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private ArtifactStore artifacts;

    @Autowired
    private InferencePool pool;

    @TempDir
    private Path folder;

    private String address = "";
    private String key = "";

    /** One answer and the nanoseconds until it came. */
    private record Timed(int status, long nanos) {}

    @BeforeEach
    void train() throws Exception {
        address = "/api/v1/jobs/" + TrainedJob.create(api, jobs, artifacts, folder) + "/predictions";
        key = api.key();
    }

    /** Without a pause, and then at the pace that the goal names; both are printed. */
    @Test
    void answersManyClientsAtOnce() throws Exception {
        load(WARM_UP, Duration.ZERO);

        measure("without pause", Duration.ZERO);
        measure(GOAL + "/s", Duration.ofSeconds(1).multipliedBy(CLIENTS).dividedBy(GOAL));
    }

    private void measure(String load, Duration pace) throws Exception {
        ProcessHandle child = pool.processes().getFirst();
        long server = cpu(ProcessHandle.current());
        long network = cpu(child);

        List<Timed> answers = load(TIME, pace);

        List<Long> times = new ArrayList<>(answers.stream().map(Timed::nanos).toList());
        Collections.sort(times);
        System.out.printf(
                "%d clients, %s: %d predictions/s, p50 %d ms, p99 %d ms, longest %d ms; CPU for each prediction: "
                        + "%.2f ms of the server with the clients, %.2f ms of the child%n",
                CLIENTS,
                load,
                times.size() / TIME.toSeconds(),
                times.get(times.size() / 2) / 1_000_000,
                times.get(times.size() * 99 / 100) / 1_000_000,
                times.getLast() / 1_000_000,
                (cpu(ProcessHandle.current()) - server) / 1e6 / times.size(),
                (cpu(child) - network) / 1e6 / times.size());
        assertThat(answers).allMatch(answer -> answer.status() == 200);
    }

    private static long cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Whatever happens to the process, every request is answered, and later ones succeed. */
    @Test
    void survivesTheEndOfItsProcesses() throws Exception {
        load(Duration.ofSeconds(2), Duration.ZERO);
        try (ExecutorService killer = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> killing = killer.submit(() -> {
                for (int i = 0; i < 3; i++) {
                    Thread.sleep(3_000);
                    pool.processes().forEach(ProcessHandle::destroyForcibly);
                }
                return null;
            });
            List<Timed> answers = load(Duration.ofSeconds(12), Duration.ZERO);
            killing.get();

            assertThat(answers).extracting(Timed::status).containsOnly(200, 503);
        }
        assertThat(load(Duration.ofSeconds(8), Duration.ZERO))
                .extracting(Timed::status)
                .contains(200);
    }

    /** @param pace time between two requests of a client; the next one waits for the answer */
    private List<Timed> load(Duration time, Duration pace) throws Exception {
        byte[] picture = InferenceIntegrationTests.picture("jpeg", 96, 64);
        List<Timed> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient http = HttpClient.newHttpClient()) {
            List<Future<List<Timed>>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Duration first = pace.multipliedBy(i).dividedBy(CLIENTS);
                all.add(clients.submit(() -> client(http, picture, time, first, pace)));
            }
            for (Future<List<Timed>> client : all) {
                answers.addAll(client.get());
            }
        }
        return answers;
    }

    private List<Timed> client(HttpClient http, byte[] picture, Duration time, Duration first, Duration pace)
            throws Exception {
        List<Timed> answers = new ArrayList<>();
        long due = System.nanoTime() + first.toNanos();
        for (long end = System.nanoTime() + time.toNanos(); Math.max(due, System.nanoTime()) < end; ) {
            // A request that is late because the answer before it was slow counts from when it was due.
            long start = pace.isZero() ? System.nanoTime() : due;
            Thread.sleep(Duration.ofNanos(Math.max(0, start - System.nanoTime())));
            int status = http.send(
                            api.anonymous(address)
                                    .header("Authorization", "Bearer " + key)
                                    .header("Content-Type", "image/jpeg")
                                    .POST(BodyPublishers.ofByteArray(picture))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            answers.add(new Timed(status, System.nanoTime() - start));
            due += pace.toNanos();
        }
        return answers;
    }
}
