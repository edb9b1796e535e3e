package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import dev.isograd.artifacts.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Two servers of the last release are replaced one by one while clients use them.
 *
 * <p>{@code -Disograd.test.old-jar} names the jar of the last release. Without it, servers of this version are replaced by
 * others of this version.
 */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class RollingUpgradeTests {

    private static final @Nullable String OLD_JAR = System.getProperty("isograd.test.old-jar");

    private static final String LONG = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},
             "epochs":400}""";
    private static final String SHORT = """
            {"dataset":"fashion-mnist-sample","network":{"type":"mlp"},"rule":{"type":"greedy"},
             "epochs":1,"batchSize":500}""";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration DRAINED = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final S3Server store = S3Server.start();
    private final String database = TestDatabase.create();
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<String> submitted = new CopyOnWriteArrayList<>();
    private final List<String> surprises = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private String bucket = "";
    private String key = "";
    private Balancer balancer;
    private PatientClient client;

    @BeforeEach
    void startTheLastRelease() throws Exception {
        bucket = store.bucket();
        balancer = new Balancer();
        for (String name : List.of("old-1", "old-2")) {
            ServerProcess server = server(name, OLD_JAR);
            balancer.add(server);
        }
        client = new PatientClient(balancer.url(), key);
    }

    @AfterEach
    void stop() throws Exception {
        isOver.set(true);
        for (ServerProcess server : servers) {
            server.close();
        }
        balancer.close();
        store.close();
    }

    @Test
    void losesNoRequestAndNoTraining() throws Exception {
        String finished =
                client.post("/api/v1/jobs", SHORT, "finished").get("id").asString();
        servers.getFirst().awaitJob(finished, PATIENCE, ServerProcess::isOver);
        String longOne = client.post("/api/v1/jobs", LONG, "long").get("id").asString();
        servers.getFirst().awaitJob(longOne, PATIENCE, now -> ServerProcess.step(now) > 30);
        List<Thread> load =
                new ArrayList<>(List.of(busy(() -> submit("load-" + submitted.size())), busy(() -> read(finished))));
        // Its last stream stays open until the servers end.
        busy(new Follower(longOne)::follow);
        if (client.get("/api/v1/openapi.json").toString().contains("/predictions")) {
            load.add(busy(() -> predict(finished)));
        }

        for (ServerProcess old : List.copyOf(servers)) {
            ServerProcess next = server("new-" + servers.size(), null);
            balancer.add(next);
            Thread.sleep(3_000);
            balancer.remove(old);
            Thread.sleep(2_000);
            old.terminate();
            assertThat(old.awaitExit(DRAINED)).as("exit after SIGTERM").isEqualTo(143);
        }
        Thread.sleep(5_000);
        isOver.set(true);
        for (Thread thread : load) {
            thread.join();
        }

        ServerProcess newest = servers.getLast();
        for (String job : submitted) {
            JsonNode now = newest.awaitJob(job, PATIENCE, ServerProcess::isOver);
            assertThat(now.get("state").asString()).as("%s", now).isEqualTo("SUCCEEDED");
        }
        JsonNode before = newest.awaitJob(longOne, PATIENCE, ServerProcess::isTraining);
        JsonNode after =
                newest.awaitJob(longOne, PATIENCE, now -> ServerProcess.step(now) > ServerProcess.step(before));
        System.out.printf(
                "%s replaced: %d requests, %d repeated, %d failed; %d trainings submitted, attempts at the long one: %s%n",
                OLD_JAR == null ? "The same version" : OLD_JAR,
                client.requests(),
                client.repeats(),
                client.failures().size(),
                submitted.size(),
                after.get("attempts"));
        assertThat(client.failures()).isEmpty();
        assertThat(surprises).isEmpty();
        assertThat(submitted).isNotEmpty().doesNotHaveDuplicates();
        after.get("attempts")
                .forEach(attempt ->
                        assertThat(attempt.path("outcome").asString("RELEASED")).isEqualTo("RELEASED"));
        assertThat(newest.get("/api/v1/jobs/" + longOne + "/logs?stream=system&limit=5000")
                        .toString())
                .contains("resumes from step");
        newest.post("/api/v1/jobs/" + longOne + "/kill");
    }

    /** What one client does again and again. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private Thread busy(Step step) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (!isOver.get()) {
                    step.run();
                }
            } catch (InterruptedException | RuntimeException failure) {
                surprises.add(failure.toString());
            }
        });
    }

    private void submit(String idempotencyKey) throws InterruptedException {
        JsonNode made = client.post("/api/v1/jobs", SHORT, idempotencyKey);
        if (made.has("id")) {
            submitted.add(made.get("id").asString());
        }
        Thread.sleep(4_000);
    }

    private void read(String finished) throws InterruptedException {
        client.get("/api/v1/jobs");
        client.get("/api/v1/jobs/" + finished + "/result");
        client.get("/api/v1/jobs/" + finished + "/metrics");
        Thread.sleep(50);
    }

    private void predict(String finished) throws InterruptedException {
        client.post(
                "/api/v1/jobs/" + finished + "/predictions",
                "{\"dataset\":\"fashion-mnist-sample\",\"split\":\"test\",\"index\":1}",
                "unused");
        Thread.sleep(500);
    }

    /** Follows a job over as many connections as it takes, each from where the last one ended. */
    private final class Follower {

        private final String job;
        private String last = "";

        Follower(String job) {
            this.job = job;
        }

        void follow() throws InterruptedException {
            last = client.follow("/api/v1/jobs/" + job + "/stream", last);
            Thread.sleep(200);
        }
    }

    /** @param jar of another version; null for this one */
    private ServerProcess server(String name, @Nullable String jar) throws IOException, InterruptedException {
        Path data = folder.resolve(name);
        String[] settings = ServerProcess.storedIn(
                store,
                bucket,
                "--spring.datasource.url=" + database,
                "--isograd.accounts.pepper=the-same-for-all-servers-of-one-database",
                "--isograd.worker.slots=2",
                "--isograd.worker.threads=1",
                "--isograd.worker.checkpoint-interval=0s",
                "--isograd.worker.checkpoint-steps=20");
        ServerProcess server = jar == null
                ? ServerProcess.start(data, settings)
                : ServerProcess.startJar(Path.of(jar), data, settings);
        servers.add(server);
        server.awaitHealthy();
        Path file = data.resolve("admin.key");
        if (key.isEmpty()) {
            key = Files.readString(file).strip();
        } else {
            Files.copy(folder.resolve("old-1").resolve("admin.key"), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return server;
    }
}
