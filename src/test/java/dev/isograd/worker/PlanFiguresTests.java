package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.uploads.TestUploads;
import dev.isograd.worker.calibration.SampleCalibrations;
import dev.isograd.worker.devices.TestDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plans 13 trainings by nothing but a calibration, and runs them with a real worker. The estimates of memory are for jemalloc, so
 * the figures hold where it is installed. Other work on the machine makes trainings longer; what counts here is the time in which
 * they had a processor.
 */
@WorkerTest
@TestPropertySource(properties = "isograd.worker.checkpoint-interval=5m")
@Tag("chaos")
class PlanFiguresTests {

    private static final int TRAINED = 5000;
    private static final int TESTED = 500;

    /**
     * None is a network or batch of the calibration, or one of the trainings to which the plans were fitted. All keep enough arrays
     * that those of the process do not decide, and have enough epochs that their first steps, which load code and kernels, do not.
     */
    private static final List<String> PLANNED = List.of(
            spec(layers("resnet", 26, 16), "backprop", 2, 128),
            spec(layers("resnet", 44, 8), "backprop", 2, 256),
            spec(layers("resnet", 8, 32), "backprop", 2, 128),
            spec(layers("resnet", 26, 16), "greedy", 4, 128),
            spec(layers("resnet", 26, 8), "sgr", 4, 256),
            spec(layers("resnet", 14, 16), "sgr", 3, 256),
            spec(layers("resnet", 20, 16), "overlap", 4, 128),
            spec(layers("vgg", 11, 16), "sgr", 4, 256, 3),
            spec(layers("vgg", 8, 24), "greedy", 3, 256),
            spec("{\"type\":\"mlp\",\"hidden\":4,\"width\":1536}", "backprop", 2, 128, 5),
            spec("{\"type\":\"mlp\",\"hidden\":4,\"width\":1024}", "greedy", 4, 256, 2),
            spec("{\"type\":\"vit\",\"patch\":4,\"depth\":4,\"width\":64,\"heads\":4}", "backprop", 2, 256, 2),
            spec("{\"type\":\"vit\",\"patch\":4,\"depth\":6,\"width\":96,\"heads\":3}", "greedy", 3, 128));

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private AttemptRunner attempts;

    @Autowired
    private LeaseKeeper leases;

    @Autowired
    private ChildLauncher launcher;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path folder;

    /**
     * The figures of one training.
     *
     * @param seconds of an epoch, as far as it had a processor
     */
    private record Figures(double estimated, double measured, double low, double high, double seconds) {

        boolean hasMemoryWithin15Percent() {
            return Math.abs(estimated / measured - 1) <= 0.15;
        }

        boolean hasTimeInRange() {
            return seconds >= low && seconds <= high;
        }

        double predictedSeconds() {
            return (low + high) / 2;
        }
    }

    @Test
    void estimatesMemoryAndTimeOfTrainings() throws IOException, InterruptedException {
        importPictures();
        List<Figures> all = new ArrayList<>();
        for (String spec : PLANNED) {
            jdbc.sql("delete from job where kind = 'training'").update();
            calibrate(spec);
            JsonNode plan = api.post("/plans", spec).body();
            assertThat(plan.at("/time/basis").asString()).startsWith("a calibration of the cpu");
            try (ProcessorShare share = new ProcessorShare()) {
                JsonNode result = train(spec);
                Figures figures = new Figures(
                        plan.at("/memory/estimatedBytes").asDouble(),
                        result.at("/memory/measuredBytes").asDouble(),
                        plan.at("/time/secondsPerEpoch/low").asDouble(),
                        plan.at("/time/secondsPerEpoch/high").asDouble(),
                        result.get("trainSeconds").asDouble()
                                * share.value()
                                / new JsonMapper().readTree(spec).get("epochs").asInt());
                all.add(figures);
                print(spec, figures, result, share.value());
            }
        }

        assertThat(all).hasSize(13).allMatch(Figures::hasMemoryWithin15Percent).allMatch(Figures::hasTimeInRange);
    }

    private static void print(String spec, Figures figures, JsonNode result, double share) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "PLAN memory %6.1f of %6.1f MB %.2f, time %5.1f to %5.1f, measured %5.1f s %.2f (%.1f s, share %.2f), load %s, %s  %s%n",
                figures.estimated() / 1e6,
                figures.measured() / 1e6,
                figures.estimated() / figures.measured(),
                figures.low(),
                figures.high(),
                figures.seconds(),
                figures.predictedSeconds() / figures.seconds(),
                result.get("trainSeconds").asDouble(),
                share,
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0],
                result.at("/versions/allocator").asString(),
                spec.replaceAll("\\s+", ""));
    }

    /** As many as make each training a matter of seconds. */
    private void importPictures() throws IOException, InterruptedException {
        SampleJobs.clear(jdbc);
        String upload = TestUploads.upload(api, "noise.npz", NoisePictures.npz(TRAINED, TESTED));
        api.post("/datasets", "{\"name\":\"noise\",\"source\":{\"upload\":\"%s\"}}".formatted(upload));
        run();
        assertThat(api.get("/datasets/noise").at("/state")).isEqualTo("READY");
    }

    /** Measures as a worker does, at this moment, so that other work on the machine affects both. */
    private void calibrate(String spec) throws IOException {
        JsonNode tree = new JsonMapper().readTree(spec);
        String network = tree.at("/network/type").asString();
        String rule = tree.at("/rule/type").asString();
        SampleCalibrations.measure(
                jdbc, launcher, TestDevices.oneCpu().offers().getFirst().oneUnoccupied(), network, rule, folder);
    }

    private JsonNode train(String spec) throws InterruptedException {
        String job = SampleJobs.submit(api, spec);
        run();
        JsonNode ended = api.get("/jobs/" + job).body();
        assertThat(ended.at("/state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
        return api.get("/jobs/" + job + "/result").body().get("result");
    }

    private void run() throws InterruptedException {
        ClaimedJob claimed = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
        try (LeaseKeeper.Lease lease = leases.keep(claimed.attempt(), System.nanoTime())) {
            attempts.run(claimed, TestDevices.cpu(), lease, () -> false);
        }
    }

    private static String layers(String type, int depth, int width) {
        return "{\"type\":\"%s\",\"depth\":%d,\"width\":%d}".formatted(type, depth, width);
    }

    private static String spec(String network, String rule, int modules, int batch) {
        return spec(network, rule, modules, batch, 1);
    }

    private static String spec(String network, String rule, int modules, int batch, int epochs) {
        return """
                {"dataset":"noise","network":%s,"rule":{"type":"%s"},"split":{"modules":%d},"batchSize":%d,"epochs":%d,
                 "device":"cpu"}""".formatted(network, rule, modules, batch, epochs);
    }
}
