package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plans 12 trainings by nothing but a calibration, and runs them with a real worker. */
@WorkerTest
@Tag("chaos")
class PlanFiguresTests {

    private static final String RESNET_8 = network("resnet", "depth", 8, 8);
    private static final String RESNET_8_WIDE = network("resnet", "depth", 8, 16);
    private static final String RESNET_14 = network("resnet", "depth", 14, 8);
    private static final String RESNET_20 = network("resnet", "depth", 20, 8);
    private static final String MLP = network("mlp", "hidden", 3, 128);
    private static final String VGG = network("vgg", "depth", 8, 8);

    private static final String VIT = "{\"type\":\"vit\",\"patch\":4,\"depth\":2,\"width\":32,\"heads\":2}";

    /** None is a network or batch of the calibration. */
    private static final List<String> PLANNED = List.of(
            spec(RESNET_8, "backprop", 2, 128),
            spec(RESNET_14, "backprop", 2, 32),
            spec(RESNET_8_WIDE, "backprop", 2, 64),
            spec(RESNET_20, "backprop", 2, 128),
            spec(RESNET_20, "greedy", 4, 64),
            spec(RESNET_8, "greedy", 4, 128),
            spec(RESNET_20, "sgr", 4, 64),
            spec(RESNET_8, "sgr", 4, 128),
            spec(MLP, "greedy", 3, 128),
            spec(VGG, "backprop", 2, 32),
            spec(VGG, "sgr", 3, 128),
            spec(VIT, "backprop", 2, 64));

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

    /** The figures of one training. */
    private record Figures(double estimated, double measured, double low, double high, double seconds) {

        boolean hasMemoryWithin15Percent() {
            return Math.abs(estimated / measured - 1) <= 0.15;
        }

        boolean hasTimeInRange() {
            return seconds >= low && seconds <= high;
        }
    }

    @Test
    void estimatesMemoryAndTimeOfTrainings() throws IOException, InterruptedException {
        List<Figures> all = new ArrayList<>();
        for (String spec : PLANNED) {
            SampleJobs.clear(jdbc);
            calibrate(spec);
            JsonNode plan = api.post("/plans", spec).body();
            assertThat(plan.at("/time/basis").asString()).startsWith("a calibration of the cpu");
            JsonNode result = train(spec);
            Figures figures = new Figures(
                    plan.at("/memory/estimatedBytes").asDouble(),
                    result.at("/memory/measuredBytes").asDouble(),
                    plan.at("/time/secondsPerEpoch/low").asDouble(),
                    plan.at("/time/secondsPerEpoch/high").asDouble(),
                    result.get("trainSeconds").asDouble());
            all.add(figures);
            System.out.printf(
                    Locale.ROOT,
                    "PLAN memory %6.1f of %6.1f MB %.2f, time %5.1f to %5.1f, measured %5.1f s, load %s  %s%n",
                    figures.estimated() / 1e6,
                    figures.measured() / 1e6,
                    figures.estimated() / figures.measured(),
                    figures.low(),
                    figures.high(),
                    figures.seconds(),
                    Files.readString(Path.of("/proc/loadavg")).split(" ")[0],
                    spec.replaceAll("\\s+", ""));
        }

        assertThat(all).hasSize(12).allMatch(Figures::hasMemoryWithin15Percent).allMatch(Figures::hasTimeInRange);
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
        ClaimedJob claimed = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow();
        try (LeaseKeeper.Lease lease = leases.keep(claimed.attempt(), System.nanoTime())) {
            attempts.run(claimed, TestDevices.cpu(), lease, () -> false);
        }
        return api.get("/jobs/" + job + "/result").body().get("result");
    }

    private static String network(String type, String length, int number, int width) {
        return "{\"type\":\"%s\",\"%s\":%d,\"width\":%d}".formatted(type, length, number, width);
    }

    private static String spec(String network, String rule, int modules, int batch) {
        return """
                {"dataset":"fashion-mnist-sample","network":%s,"rule":{"type":"%s"},"split":{"modules":%d},"epochs":1,"batchSize":%d,
                 "device":"cpu"}""".formatted(network, rule, modules, batch);
    }
}
