package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server whose database is killed during a training, and that must stop although everything around it is broken. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc and sends POSIX signals")
@Tag("chaos")
class SurvivalTests {

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"rule":{"type":"sgr"},
             "epochs":%d}""";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration BACK = Duration.ofSeconds(30);
    private static final Duration STOPPED = Duration.ofSeconds(40);
    private static final String SECRET = "canary-of-the-environment";

    private static final boolean UNICODE = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

    @TempDir
    Path parent;

    private Path data;

    @BeforeEach
    void nameData() {
        data = parent.resolve(UNICODE ? "daten-\u00e4\u4e2d" : "data");
    }

    /** With a locale that has other digits and a directory that is not ASCII, which must not matter. */
    @Test
    void restartsItsDatabaseDuringATrainingAndStopsEvenIfItCannot() throws Exception {
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Duser.language=fa -Duser.country=IR",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "LC_ALL",
                UNICODE ? "C.UTF-8" : "C",
                "LANG",
                "");
        try (ServerProcess server = ServerProcess.startWith(environment, data, "--isograd.worker.threads=1")) {
            server.awaitHealthy();
            assertThat(server.status("/actuator/health/readiness")).isEqualTo(200);
            String job = server.submit(SPEC.formatted(2));
            server.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > 0);
            List<ProcessHandle> trainers = server.trainers();
            ProcessHandle database = server.postgres();
            Stream.concat(Stream.of(database), trainers.stream())
                    .forEach(child -> assertThat(environment(child)).doesNotContain(SECRET));

            database.destroyForcibly();
            long killed = System.nanoTime();
            server.awaitStatus("/actuator/health/readiness", 503, BACK);
            server.awaitStatus("/actuator/health/readiness", 200, BACK);
            report("The database was back", killed);

            assertThat(server.trainers()).isEqualTo(trainers);
            JsonNode done = server.awaitJob(
                    job, PATIENCE, now -> now.get("state").asString().equals("SUCCEEDED"));
            assertThat(done.get("attempt").asInt()).isEqualTo(1);
            assertThat(artifacts())
                    .allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode)
                    .anyMatch(file -> file.endsWith(job + "/attempts/1/weights.safetensors"))
                    .anyMatch(file -> file.contains(job + "/checkpoints/1-"));
            assertThat(server.answer("/api/v1/jobs/" + job + "/metrics?agg=raw&names=test.accuracy")
                            .body()
                            .lines())
                    .as("one value per epoch")
                    .hasSize(2);

            stopWithEverythingBroken(server);
        }
    }

    /** No database, no way to start one, and a training process that does not react. */
    private void stopWithEverythingBroken(ServerProcess server) throws Exception {
        String job = server.submit(SPEC.formatted(500));
        server.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > 0);
        List<ProcessHandle> trainers = server.trainers();
        Files.move(data.resolve("postgres-binaries"), data.resolve("away"));
        server.postgres().destroyForcibly();
        server.awaitStatus("/actuator/health", 503, BACK);
        for (ProcessHandle trainer : trainers) {
            signal("STOP", trainer);
        }

        server.terminate();
        long asked = System.nanoTime();

        server.awaitExit(STOPPED);
        report("The server stopped", asked);
        assertThat(trainers).hasSize(1).noneMatch(ServerProcess::isRunning);
    }

    @Test
    void stopsDuringItsFirstStart() throws Exception {
        try (ServerProcess server = ServerProcess.start(data)) {
            server.awaitOutput("Unpacking PostgreSQL", PATIENCE);

            server.terminate();
            long asked = System.nanoTime();

            server.awaitExit(STOPPED);
            report("The starting server stopped", asked);
            assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        }
    }

    /** Every statement waits for ever, and the database reacts to no signal but SIGKILL. */
    @Test
    void stopsWithAFrozenDatabase() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(data, "--isograd.worker.threads=1").awaitHealthy()) {
            String job = server.submit(SPEC.formatted(500));
            server.awaitJob(job, PATIENCE, now -> ServerProcess.step(now) > 0);
            ProcessHandle database = server.postgres();
            List<ProcessHandle> processes =
                    Stream.concat(Stream.of(database), database.descendants()).toList();
            for (ProcessHandle process : processes) {
                signal("STOP", process);
            }
            server.awaitStatus("/actuator/health/readiness", 503, BACK);

            server.terminate();
            long asked = System.nanoTime();

            server.awaitExit(STOPPED);
            report("The server with a frozen database stopped", asked);
            assertThat(ServerProcess.isRunning(database)).isFalse();
            processes.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private List<String> artifacts() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("artifacts"))) {
            return files.map(file -> data.relativize(file).toString()).toList();
        }
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static void report(String what, long since) {
        System.out.println(what + " after " + (System.nanoTime() - since) / 1_000_000 + " ms");
    }
}
