package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.ClaimedJob;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.worker.devices.TestDevices;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Plans 12 trainings and runs them with a real worker. Each is planned by one other training, which runs just before it, so that other
 * work on the machine affects both.
 */
@WorkerTest
@Tag("chaos")
class PlanFiguresTests {

    private static final String RESNET_8 = network("resnet", "depth", 8, 8);
    private static final String RESNET_8_WIDE = network("resnet", "depth", 8, 16);
    private static final String RESNET_14 = network("resnet", "depth", 14, 8);
    private static final String RESNET_20 = network("resnet", "depth", 20, 8);
    private static final String MLP = network("mlp", "hidden", 3, 128);
    private static final String VGG = network("vgg", "depth", 8, 8);

    /** A training that the plan may scale, and the planned one. */
    private record Pair(String known, String planned) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair(spec(RESNET_8, "backprop", 2, 64), spec(RESNET_8, "backprop", 2, 128)),
            new Pair(spec(RESNET_8, "backprop", 2, 64), spec(RESNET_14, "backprop", 2, 64)),
            new Pair(spec(RESNET_8, "backprop", 2, 64), spec(RESNET_8_WIDE, "backprop", 2, 64)),
            new Pair(spec(RESNET_8, "backprop", 2, 64), spec(RESNET_20, "backprop", 2, 128)),
            new Pair(spec(RESNET_8, "greedy", 2, 64), spec(RESNET_14, "greedy", 3, 64)),
            new Pair(spec(RESNET_8, "greedy", 2, 64), spec(RESNET_8, "greedy", 4, 128)),
            new Pair(spec(RESNET_8, "sgr", 2, 64), spec(RESNET_14, "sgr", 4, 64)),
            new Pair(spec(RESNET_8, "sgr", 2, 64), spec(RESNET_8, "sgr", 4, 128)),
            new Pair(spec(MLP, "greedy", 3, 128), spec(MLP, "greedy", 3, 256)),
            new Pair(spec(MLP, "backprop", 3, 128), spec(network("mlp", "hidden", 4, 128), "backprop", 3, 128)),
            new Pair(spec(VGG, "backprop", 2, 64), spec(network("vgg", "depth", 8, 16), "backprop", 2, 64)),
            new Pair(spec(VGG, "sgr", 2, 64), spec(VGG, "sgr", 3, 128)));

    @Autowired
    private Api api;

    @Autowired
    private JobQueue queue;

    @Autowired
    private AttemptRunner attempts;

    @Autowired
    private LeaseKeeper leases;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void estimatesMemoryAndTimeOfTrainings() throws InterruptedException {
        List<Double> memory = new ArrayList<>();
        for (Pair pair : PAIRS) {
            SampleJobs.clear(jdbc);
            train(pair.known());
            JsonNode plan = api.post("/plans", pair.planned()).body();
            JsonNode result = train(pair.planned());
            double low = plan.at("/time/secondsPerEpoch/low").asDouble();
            double high = plan.at("/time/secondsPerEpoch/high").asDouble();
            double seconds = result.get("trainSeconds").asDouble();
            double estimated = plan.at("/memory/estimatedBytes").asDouble();
            double measured = result.at("/memory/measuredBytes").asDouble();
            memory.add(estimated / measured);
            System.out.printf(
                    Locale.ROOT,
                    "PLAN memory %6.1f of %6.1f MB %.2f, time %5.1f of %5.1f s %.2f  %s%n",
                    estimated / 1e6,
                    measured / 1e6,
                    estimated / measured,
                    (low + high) / 2,
                    seconds,
                    (low + high) / 2 / seconds,
                    pair.planned());
        }

        assertThat(memory).hasSize(12).allMatch(ratio -> ratio > 0.7 && ratio < 1.4);
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
