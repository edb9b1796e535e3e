package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.worker.devices.FakeNvml;
import dev.isograd.worker.devices.FakeNvml.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server on a machine whose driver lists two GPUs, which libtorch cannot use. */
@Tag("chaos")
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc and sends POSIX signals")
class GpuWorkerTests {

    private static final String SPEC = """
            {"slots":%d,"spec":{"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":1,"width":8},
             "rule":{"type":"greedy"},"epochs":1,"batchSize":500,"device":"%s"}}""";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Line A = Line.gpu("GPU-a").busy(7, 41);
    private static final Line B = Line.gpu("GPU-b").total(16_384);

    @TempDir
    Path folder;

    @Test
    void trainsOnOneGpuPerSlotAndQuarantinesOneThatKeepsMemory() throws Exception {
        FakeNvml nvml = FakeNvml.in(folder, A, B);
        Map<String, String> environment = Map.of(
                "LD_LIBRARY_PATH", nvml.folder().toString(),
                "CUDA_VISIBLE_DEVICES", "0",
                "ISOGRAD_WORKER_DEVICES", "auto",
                "ISOGRAD_WORKER_THREADS", "1",
                "ISOGRAD_WORKER_GPU_RELEASE_LIMIT", "1s");
        try (ServerProcess server = ServerProcess.startWith(environment, folder.resolve("data"))) {
            server.awaitHealthy();
            assertThat(worker(server).get("slots").asInt()).isEqualTo(3);
            assertThat(device(server, "GPU-a").get("totalBytes").asLong()).isEqualTo(81_920L << 20);
            assertThat(device(server, "GPU-a").get("utilization").asDouble()).isEqualTo(0.07);
            assertThat(device(server, "cpu").get("kind").asString()).isEqualTo("cpu");

            String job = server.submit(SPEC.formatted(2, "gpu"));
            ProcessHandle training = freshTraining(server);
            assertThat(visible(training)).isEqualTo("CUDA_VISIBLE_DEVICES=GPU-b,GPU-a");
            awaitState(server, "GPU-a", "busy");

            nvml.set(A.used(30_000), B);
            training.destroyForcibly();
            awaitState(server, "GPU-a", "quarantined");
            awaitState(server, "GPU-b", "free");
            assertThat(device(server, "GPU-a").get("reason").asString()).contains("30,000 MiB are in use");
            assertThat(server.get("/api/v1/jobs/" + job).get("blockedBy").asString())
                    .contains("needs 2 GPU slots on one worker, but the largest has 1");

            nvml.set(A, B);
            awaitState(server, "GPU-a", "unusable");
            assertThat(device(server, "GPU-b").get("reason").asString()).contains("libtorch");
            server.awaitJob(
                    job, PATIENCE, now -> now.path("blockedBy").asString("").contains("out of service"));

            String auto = server.submit(SPEC.formatted(1, "auto"));
            JsonNode done = server.awaitJob(
                    auto, PATIENCE, now -> now.get("state").asString().equals("SUCCEEDED"));
            assertThat(done.at("/attempts/0/device").asString()).isEqualTo("cpu");
        }
    }

    /** A training process that is stopped before it has loaded libtorch. */
    private static ProcessHandle freshTraining(ServerProcess server) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<ProcessHandle> trainers = server.trainers();
        while (trainers.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(10);
            trainers = server.trainers();
        }
        ProcessHandle training = trainers.getFirst();
        new ProcessBuilder("kill", "-STOP", Long.toString(training.pid()))
                .start()
                .waitFor();
        return training;
    }

    private static String visible(ProcessHandle process) throws Exception {
        String environment = Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
        return environment
                .lines()
                .flatMap(line -> List.of(line.split("\0")).stream())
                .filter(variable -> variable.startsWith("CUDA_VISIBLE_DEVICES="))
                .findFirst()
                .orElse("none");
    }

    private static void awaitState(ServerProcess server, String device, String state) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!device(server, device).get("state").asString().equals(state)) {
            assertThat(System.nanoTime())
                    .as("%s is %s", device, device(server, device))
                    .isLessThan(end);
            Thread.sleep(100);
        }
    }

    private static JsonNode device(ServerProcess server, String id) throws Exception {
        return worker(server)
                .get("devices")
                .valueStream()
                .filter(device -> device.get("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode worker(ServerProcess server) throws Exception {
        return server.get("/api/v1/workers").at("/data/0");
    }
}
