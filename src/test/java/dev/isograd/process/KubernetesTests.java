package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.worker.kubernetes.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Trainings in pods, while pods are killed and evicted, the API server is away and the worker is killed. Pods are real
 * processes of this machine.
 */
@Tag("chaos")
class KubernetesTests {

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":2,"width":16},"split":{"modules":2},
             "rule":{"type":"greedy"},"epochs":%d,"batchSize":100,"device":"cpu"}""";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** For the last of many trainings on few processors. */
    private static final Duration ALL = Duration.ofMinutes(20);

    private static final int JOBS = Integer.getInteger("isograd.test.kubernetes.jobs", 50);
    private static final int PODS = Integer.getInteger("isograd.test.kubernetes.pods", 12);
    private static final int POD_KILLS = Integer.getInteger("isograd.test.kubernetes.kills", 20);
    private static final int LAUNCHER_KILLS = Integer.getInteger("isograd.test.kubernetes.worker-kills", 5);
    private static final int AWAY_SECONDS = Integer.getInteger("isograd.test.kubernetes.away", 60);

    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void createCluster() throws Exception {
        cluster = new TestCluster(folder.resolve("pods"), folder.resolve("native"));
    }

    @AfterEach
    void closeCluster() throws Exception {
        cluster.close();
    }

    private ServerProcess start(int port, String... others) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--isograd.worker.launcher=kubernetes",
                "--isograd.worker.slots=" + Math.max(4, JOBS),
                "--isograd.worker.heap=64m",
                "--isograd.worker.checkpoint-interval=0s",
                "--isograd.worker.checkpoint-steps=50",
                "--isograd.jobs.retry-delay=100ms",
                "--isograd.jobs.max-losses=50",
                // A busy machine takes long to start the worker again.
                "--isograd.jobs.lease=180s",
                "--isograd.kubernetes.image=isograd",
                "--isograd.kubernetes.cpus=1",
                "--isograd.kubernetes.namespace=" + TestCluster.NAMESPACE,
                "--isograd.kubernetes.url=http://localhost:" + port,
                "--isograd.kubernetes.api-server=" + cluster.url()));
        settings.addAll(List.of(others));
        return ServerProcess.startAt(port, folder.resolve("data"), settings.toArray(String[]::new))
                .awaitHealthy();
    }

    private String podOf(String job) throws InterruptedException {
        String prefix = "isograd-" + job.replace('_', '-') + "-";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var pod = cluster.running().stream()
                    .filter(name -> name.startsWith(prefix))
                    .findFirst();
            if (pod.isPresent()) {
                return pod.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("No pod of " + job);
    }

    private static JsonNode training(ServerProcess server, String job) throws Exception {
        return server.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > 0);
    }

    private static JsonNode succeeded(ServerProcess server, String job) throws Exception {
        return server.awaitJob(job, PATIENCE, now -> now.get("state").asString().equals("SUCCEEDED"));
    }

    private static String reasonOfFirstAttempt(ServerProcess server, String job) throws Exception {
        return server.get("/api/v1/jobs/" + job + "/events?limit=200")
                .at("/data")
                .toString();
    }

    /** Kill, eviction and lack of memory of one pod each, a dropped watch and an API server that is away. */
    @Test
    void tellsWhyAPodEndedAndTriesAgain() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = start(port)) {
            String killed = server.submit(SPEC.formatted(20));
            training(server, killed);
            cluster.kill(podOf(killed));
            assertThat(succeeded(server, killed).get("attempt").asInt()).isEqualTo(2);
            assertThat(reasonOfFirstAttempt(server, killed)).contains("WORKER_LOST");

            String evicted = server.submit(SPEC.formatted(20));
            training(server, evicted);
            cluster.connection().drop();
            cluster.evict(podOf(evicted), 30);
            assertThat(succeeded(server, evicted).get("attempt").asInt()).isEqualTo(2);
            assertThat(reasonOfFirstAttempt(server, evicted))
                    .contains("PREEMPTED", "The cluster told the pod to stop")
                    .doesNotContain("WORKER_LOST");
            assertThat(server.get("/api/v1/jobs/" + evicted + "/checkpoints?limit=200")
                            .toString())
                    .contains("STOP");

            String large = server.submit(SPEC.formatted(1_000));
            training(server, large);
            cluster.connection().away(true);
            cluster.killForMemory(podOf(large));
            Thread.sleep(Duration.ofSeconds(AWAY_SECONDS));
            cluster.connection().away(false);
            JsonNode failed = server.awaitJob(
                    large, PATIENCE, now -> now.get("state").asString().equals("FAILED"));
            assertThat(failed.at("/reason/code").asString()).isEqualTo("OOM_HOST");
        }
    }

    @Test
    void continuesAfterTheWorkerWasKilled() throws Exception {
        int port = ServerProcess.freePort();
        String job;
        try (ServerProcess server = start(port)) {
            job = server.submit(SPEC.formatted(20));
            training(server, job);
            server.kill();
        }
        try (ServerProcess server = start(port)) {
            assertThat(succeeded(server, job).get("attempt").asInt()).isEqualTo(1);
            assertThat(cluster.jobs()).hasSize(1);
        }
    }

    @Test
    void losesNothingOverManyKills() throws Exception {
        Random random = new Random(15);
        // All Jobs exist at once, and two processors cannot run all their pods.
        cluster.capacity(PODS);
        int port = ServerProcess.freePort();
        ServerProcess server = start(port);
        try {
            Set<String> jobs = new HashSet<>();
            for (int job = 0; job < JOBS; job++) {
                jobs.add(server.submit(SPEC.formatted(4)));
            }
            int kills = POD_KILLS + LAUNCHER_KILLS;
            for (int kill = 0, launchers = 0, pods = 0; kill < kills; kill++) {
                Thread.sleep(Duration.ofSeconds(2));
                boolean launcher = launchers * kills < LAUNCHER_KILLS * (kill + 1) && launchers < LAUNCHER_KILLS;
                List<String> running = cluster.running();
                if (launcher) {
                    launchers++;
                    server.kill();
                    server = start(port);
                } else if (!running.isEmpty()) {
                    cluster.kill(running.get(random.nextInt(running.size())));
                    pods++;
                }
                System.out.printf("%d pods and %d workers killed%n", pods, launchers);
            }
            for (String job : jobs) {
                server.awaitJob(job, ALL, now -> now.get("state").asString().equals("SUCCEEDED"));
                assertThat(server.get("/api/v1/jobs/" + job + "/metrics?names=test.accuracy")
                                .toString())
                        .isNotEmpty();
            }
        } finally {
            server.close();
        }
    }
}
