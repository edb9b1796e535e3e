package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.worker.devices.CpuReading;
import dev.isograd.worker.devices.DeviceReport;
import dev.isograd.worker.devices.DeviceSlots;
import dev.isograd.worker.devices.DeviceState;
import dev.isograd.worker.devices.FakeNvml;
import dev.isograd.worker.devices.FakeNvml.Line;
import dev.isograd.worker.devices.TakenDevices;
import dev.isograd.worker.devices.TestDevices;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a training process on a GPU of a fake driver sees, and what follows if it cannot use the GPU. */
@WorkerTest
class GpuAttemptIntegrationTests {

    private static final String SPEC = """
            {"slots":%d,"spec":{"dataset":"fashion-mnist-sample","network":{"type":"mlp","hidden":1,"width":8},
             "rule":{"type":"greedy"},"epochs":1,"batchSize":500,"device":"%s"}}""";
    private static final CpuReading CPU = new CpuReading(0, 0, null);

    @TempDir
    Path folder;

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private AttemptRunner attempts;

    @Autowired
    private LeaseKeeper leases;

    @Autowired
    private TestLauncher launcher;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void removeJobs() {
        SampleJobs.clear(jdbc);
    }

    @AfterEach
    void restoreLauncher() {
        launcher.reset();
    }

    @Test
    void seesOnlyItsOwnGpus() throws Exception {
        DeviceSlots slots = TestDevices.on(
                FakeNvml.in(folder, Line.gpu("GPU-a"), Line.gpu("GPU-b"), Line.gpu("GPU-c")), "GPU-c,GPU-a");

        assertThat(environment(slots.offers().getFirst().take(1, 0), 1))
                .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-c")
                .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
                .containsEntry("CUDA_MODULE_LOADING", "LAZY")
                .containsEntry("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True")
                .containsEntry("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
                .hasEntrySatisfying(
                        "CUDA_CACHE_PATH",
                        path -> assertThat(path).startsWith("/").endsWith("/scratch/cuda"));
    }

    @Test
    void seesAllGpusOfItsSlots() throws Exception {
        DeviceSlots slots =
                TestDevices.on(FakeNvml.in(folder, Line.gpu("GPU-a"), Line.gpu("GPU-b"), Line.gpu("GPU-c")), "gpu");

        assertThat(environment(slots.offers().getFirst().take(2, 0), 2))
                .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-a,GPU-b");
    }

    /** CUDA's segments cannot grow inside an instance. */
    @Test
    void seesAnInstanceOfAGpu() throws Exception {
        DeviceSlots slots = TestDevices.on(
                FakeNvml.in(
                        folder,
                        Line.gpu("GPU-a").state("mig"),
                        Line.gpu("MIG-1").state("part")),
                "gpu");

        assertThat(environment(slots.offers().getFirst().take(1, 0), 1))
                .containsEntry("CUDA_VISIBLE_DEVICES", "MIG-1")
                .doesNotContainKey("PYTORCH_CUDA_ALLOC_CONF");
    }

    @Test
    void seesNoGpuOnTheCpu() throws Exception {
        assertThat(environment(TestDevices.cpu(), 1))
                .containsEntry("CUDA_VISIBLE_DEVICES", "")
                .doesNotContainKeys("CUDA_DEVICE_ORDER", "PYTORCH_CUDA_ALLOC_CONF", "CUDA_CACHE_PATH");
    }

    /** With the libtorch of these tests, which is for the CPU alone. */
    @Test
    void givesTheJobToAnotherDeviceIfLibtorchCannotUseTheGpu() throws Exception {
        DeviceSlots slots = TestDevices.on(FakeNvml.in(folder, Line.gpu("GPU-a"), Line.gpu("GPU-b")), "gpu");
        String job = SampleJobs.submit(api, SPEC.formatted(1, "auto"));

        run(job(), slots.offers().getFirst().take(1, 0));

        JsonNode queued = api.get("/jobs/" + job).body();
        assertThat(queued.at("/state").asString()).isEqualTo("QUEUED");
        assertThat(queued.at("/attempts/0/outcome").asString()).isEqualTo("RELEASED");
        assertThat(api.get("/jobs/" + job + "/events").text()).contains("GPU-a (Fake H100) cannot be used: ");
        DeviceReport unusable = slots.report(CPU).getFirst();
        assertThat(unusable.state()).isEqualTo(DeviceState.UNUSABLE);
        assertThat(unusable.reason()).contains("libtorch finds none");
        assertThat(slots.report(CPU).getLast().state()).isEqualTo(DeviceState.FREE);

        run(job(), TestDevices.cpu());

        assertThat(api.get("/jobs/" + job).at("/state")).isEqualTo("SUCCEEDED");
    }

    @Test
    void retriesElsewhereAfterAFaultOfTheGpu() throws Exception {
        DeviceSlots slots = TestDevices.on(FakeNvml.in(folder, Line.gpu("GPU-a"), Line.gpu("GPU-b")), "gpu");
        launcher.use(Misbehaviour.GpuFault.class);
        String job = SampleJobs.submit(api, SPEC.formatted(1, "auto"));

        run(job(), slots.offers().getFirst().take(1, 0));

        assertThat(api.get("/jobs/" + job).at("/state")).isEqualTo("QUEUED");
        assertThat(api.get("/jobs/" + job).at("/attempts/0/outcome")).isEqualTo("GPU_FAULT");
        assertThat(slots.report(CPU))
                .extracting(DeviceReport::state)
                .containsExactly(DeviceState.QUARANTINED, DeviceState.FREE);
        assertThat(slots.report(CPU).getFirst().reason()).isEqualTo("CUDA error: uncorrectable ECC");
    }

    /** The environment that a process with these devices prints. */
    private Map<String, String> environment(TakenDevices devices, int slots) throws Exception {
        launcher.use(Misbehaviour.Environment.class);
        String job = SampleJobs.submit(api, SPEC.formatted(slots, "auto"));

        run(queue.claim(new FreeSlots("w", "cpu", slots, slots)).orElseThrow(), devices);

        return api.get("/jobs/" + job + "/logs?stream=stdout")
                .body()
                .at("/data")
                .valueStream()
                .map(line -> line.at("/text").asString().split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private ClaimedJob job() {
        jdbc.sql("update job set not_before = null").update();
        return queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
    }

    private void run(ClaimedJob job, TakenDevices devices) throws InterruptedException {
        try (devices;
                LeaseKeeper.Lease lease = leases.keep(job.attempt(), System.nanoTime())) {
            attempts.run(job, devices, lease, () -> false);
        }
    }
}
