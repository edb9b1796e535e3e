package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole service as processes, ended in the ways users and kernels end them. All tests use one folder, and a server
 * that still runs, because a start takes many seconds.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class ServerProcessTests {

    static final String SHORT = """
        {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},"epochs":1}
        """;
    private static final String LONG = SHORT.replace("\"epochs\":1", "\"epochs\":500");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    static Path data;

    @TempDir
    Path empty;

    private static @Nullable ServerProcess last;

    private static ServerProcess running() throws Exception {
        if (last == null || !last.isRunning()) {
            last = ServerProcess.start(data).awaitHealthy();
        }
        return last;
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (last != null) {
            last.close();
        }
    }

    @Test
    @Tag("chaos")
    void namesTheCauseWhenATrainingProcessIsKilledAndContinuesToServe() throws Exception {
        ServerProcess server = running();
        assertThat(outcomeAfterSignal(server, "KILL")).isEqualTo("WORKER_LOST");
        assertThat(outcomeAfterSignal(server, "SEGV")).isEqualTo("NATIVE_CRASH");
        assertThat(outcomeAfterSignal(server, "ABRT")).isEqualTo("NATIVE_CRASH");

        String next = server.submit(SHORT);

        JsonNode done = server.awaitJob(next, PATIENCE, job -> state(job).equals("SUCCEEDED"));
        assertThat(done.get("result").get("testAccuracy").asDouble()).isBetween(0.2, 1.0);
        assertThat(server.get("/actuator/health").get("status").asString()).isEqualTo("UP");
    }

    /** Of the first attempt; the job itself is tried again, until it is ended here. */
    private String outcomeAfterSignal(ServerProcess server, String signal) throws Exception {
        String job = server.submit(LONG);
        awaitFirstStep(server, job);
        List<ProcessHandle> trainers = server.trainers();
        assertThat(trainers).hasSize(1);
        signal(signal, trainers.getFirst().pid());
        JsonNode tried =
                server.awaitJob(job, PATIENCE, now -> !firstOutcome(now).isNull());
        assertThat(state(tried)).isIn("QUEUED", "RUNNING");
        server.post("/api/v1/jobs/" + job + "/kill");
        server.awaitJob(job, PATIENCE, now -> state(now).equals("CANCELLED"));
        return firstOutcome(tried).asString();
    }

    private static JsonNode firstOutcome(JsonNode job) {
        return job.get("attempts").get(0).get("outcome");
    }

    /** As the pod of "helm test" does. */
    @Test
    @Tag("chaos")
    void passesTheSmokeTest() throws Exception {
        ServerProcess server = running();
        Map<String, String> environment = Map.of(
                "ISOGRAD_ROLES", "smoke-test",
                "ISOGRAD_SMOKE_TEST_URL", server.url(),
                "ISOGRAD_SMOKE_TEST_KEY", Files.readString(data.resolve("admin.key")));

        try (ServerProcess test = ServerProcess.startWith(environment, empty)) {
            assertThat(test.awaitExit(PATIENCE)).as(test.output()).isZero();
            assertThat(test.output()).contains("The training succeeded");
        }
    }

    @Test
    void startsAgainAfterKillMinusNineAndTrainsWhatWasRunning() throws Exception {
        ServerProcess killed = running();
        String job = killed.submit(SHORT);
        awaitFirstStep(killed, job);
        List<ProcessHandle> left = new ArrayList<>(killed.trainers());
        left.add(killed.postgres());
        killed.kill();
        assertThat(left.getLast()).matches(ServerProcess::isRunning);

        ServerProcess server = running();

        assertThat(left).noneMatch(ServerProcess::isRunning);
        JsonNode done = server.awaitJob(job, PATIENCE, now -> state(now).equals("SUCCEEDED"));
        assertThat(done.get("attempt").asInt()).isEqualTo(2);
    }

    @Test
    void stopsEverythingItStartedAndPutsTheJobBack() throws Exception {
        ServerProcess server = running();
        String job = server.submit(LONG);
        awaitFirstStep(server, job);
        List<ProcessHandle> started = new ArrayList<>(server.trainers());
        started.add(server.postgres());
        assertThat(started).hasSize(2).allMatch(ServerProcess::isRunning);

        server.terminate();

        server.awaitExit(Duration.ofSeconds(45));
        assertThat(server.output()).contains("PostgreSQL has stopped").doesNotContain("Exception");
        assertThat(started).noneMatch(ServerProcess::isRunning);
        try (ServerProcess next =
                ServerProcess.start(data, "--isograd.roles=api").awaitHealthy()) {
            assertThat(state(next.get("/api/v1/jobs/" + job))).isEqualTo("QUEUED");
            next.post("/api/v1/jobs/" + job + "/kill");
        }
    }

    @Test
    void tellsASecondStartOnTheSameFolderWhatIsWrong() throws Exception {
        ServerProcess first = running();
        try (ServerProcess second = ServerProcess.start(data)) {
            assertThat(second.awaitExit(Duration.ofSeconds(60))).isNotZero();
            assertThat(second.output())
                    .contains("Another Isograd process is using the data directory " + data + " (process " + first.pid()
                            + ")")
                    .doesNotContain("\tat ");
        }
        assertThat(first.get("/actuator/health").get("status").asString()).isEqualTo("UP");
    }

    private static void awaitFirstStep(ServerProcess server, String job) throws InterruptedException {
        server.awaitJob(job, PATIENCE, now -> now.path("progress").path("step").asLong(0) > 0);
    }

    private static String state(JsonNode job) {
        return job.get("state").asString();
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }
}
