package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.TestDatabase;
import dev.isograd.Waiting;
import dev.isograd.datasets.DatasetFolders;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.metrics.MetricWriter;
import dev.isograd.worker.devices.TestDevices;
import dev.isograd.worker.imports.ImportStage;
import dev.isograd.worker.kubernetes.TestCluster;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole training in a pod, whose program is a real process; the API server is in memory. */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        properties = {
            "isograd.accounts.sign-in-link=false",
            "isograd.datasets.fashion-mnist=/nowhere",
            "isograd.worker.launcher=kubernetes",
            "isograd.worker.devices=cpu",
            "isograd.worker.slots=0",
            "isograd.worker.threads=1",
            "isograd.worker.heap=64m",
            "isograd.worker.checkpoint-interval=0s",
            "isograd.worker.checkpoint-steps=20",
            "isograd.kubernetes.image=isograd",
            "isograd.kubernetes.cpus=1",
            "isograd.kubernetes.namespace=" + TestCluster.NAMESPACE
        })
@ContextConfiguration(initializers = TestDatabase.class)
@Import(Api.class)
class KubernetesAttemptIntegrationTests {

    private static final String SPEC = """
            {"spec":{"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":3,"width":16},"split":{"modules":3},
             "rule":{"type":"sgr"},"optimizer":{"type":"adamw"},"epochs":1,"batchSize":100,"device":"cpu"}}""";

    private static final Path FOLDER =
            TestDatabase.SCRATCH.resolve(UUID.randomUUID().toString());
    private static final TestCluster CLUSTER = cluster();
    private static final int PORT = freePort();

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private AttemptRunner inPods;

    @Autowired
    private LocalLauncher local;

    @Autowired
    private Attempt.Factory factory;

    @Autowired
    private LeaseKeeper leases;

    @Autowired
    private AttemptTraces traces;

    @Autowired
    private AttemptReporter reporter;

    @Autowired
    private DatasetFolders datasets;

    @Autowired
    private ImportStage stage;

    @Autowired
    private MetricWriter metrics;

    @Autowired
    private WorkerProperties settings;

    @Autowired
    private JsonMapper json;

    @Autowired
    private JdbcClient jdbc;

    private final HttpClient http = HttpClient.newHttpClient();

    private static TestCluster cluster() {
        try {
            return new TestCluster(FOLDER, FOLDER.resolve("native"));
        } catch (IOException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry registry) {
        registry.add("server.port", () -> PORT);
        registry.add("isograd.kubernetes.url", () -> "http://localhost:" + PORT);
        registry.add("isograd.kubernetes.api-server", CLUSTER::url);
    }

    @AfterAll
    static void closeCluster() throws Exception {
        CLUSTER.close();
    }

    @BeforeEach
    void removeJobs() {
        SampleJobs.clear(jdbc);
    }

    @Test
    void trainsInAPodAsOnThisMachine() throws Exception {
        String here = SampleJobs.submit(api, SPEC);
        run(onThisMachine(), claim());
        CLUSTER.startPods(false);
        String there = SampleJobs.submit(api, SPEC);
        ClaimedJob claimed = claim();
        Thread attempt = Thread.ofPlatform().start(() -> run(inPods, claimed));
        Waiting.until(() -> !CLUSTER.jobs().isEmpty());
        String token =
                CLUSTER.jobs().getFirst().getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                        .filter(variable -> variable.getName().equals("ISOGRAD_ATTEMPT_TOKEN"))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
        refusesOthers(there, token);
        CLUSTER.startPods(true);
        attempt.join();

        assertThat(result(there).at("/state").asString())
                .as(() -> result(there) + log(there).toString())
                .isEqualTo("SUCCEEDED");
        for (String metric : List.of("weightsSha256", "testAccuracy", "testLoss", "moduleAccuracies")) {
            assertThat(result(there).at("/result/" + metric))
                    .as(metric)
                    .isEqualTo(result(here).at("/result/" + metric));
        }
        assertThat(log(there)).anyMatch(line -> line.startsWith("Created the Job isograd-job-"));
        // How many depends on how quickly they are stored.
        assertThat(List.of(checkpoints(there), checkpoints(here))).allMatch(stored -> stored > 0);
        assertThat(status(there, "order", token, "a")).isEqualTo(410);
        Waiting.until(() -> CLUSTER.running().isEmpty());
    }

    private AttemptRunner onThisMachine() {
        return new AttemptRunner(
                factory, traces, reporter, queue, datasets, stage, metrics, local, local, settings, json);
    }

    private void refusesOthers(String job, String token) throws Exception {
        assertThat(status(job, "order", null, "a")).isEqualTo(401);
        assertThat(status(job, "order", token.replace(token.charAt(0), 'x'), "a"))
                .isEqualTo(401);
        assertThat(status(job, "order", api.key(), "a")).isEqualTo(401);
        assertThat(jdbc.sql("select sha256 from attempt_token where job_id = ?")
                        .param(job)
                        .query(String.class)
                        .single())
                .isNotEqualTo(token);
        assertThat(api.get("/jobs/" + job).body().toString()).doesNotContain(token);
    }

    private int status(String job, String route, @Nullable String token, String pod) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/internal/attempts/%s-1/%s".formatted(PORT, job, route)))
                .header("Isograd-Pod", pod);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private JsonNode result(String id) {
        return api.get("/jobs/" + id).body();
    }

    private List<String> log(String job) {
        return api.get("/jobs/" + job + "/logs")
                .body()
                .at("/data")
                .valueStream()
                .map(line -> line.get("text").asString())
                .toList();
    }

    private long checkpoints(String job) {
        return jdbc.sql("select count(*) from checkpoint where job_id = ? and state = 'COMMITTED'")
                .param(job)
                .query(Long.class)
                .single();
    }

    private ClaimedJob claim() {
        return queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
    }

    private void run(AttemptRunner runner, ClaimedJob job) {
        try (LeaseKeeper.Lease lease = leases.keep(job.attempt(), System.nanoTime())) {
            runner.run(job, TestDevices.cpu(), lease, () -> false);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
