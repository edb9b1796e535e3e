package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Four variants with three seeds from one request, trained by a server that is killed in the middle. */
@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class ComparisonProcessTests {

    private static final int VARIANTS = 4;
    private static final int SEEDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final String BODY = """
            {"name":"rules","seeds":[3,1,2],
             "spec":{"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":4},"epochs":1,
                     "batchSize":100,"split":{"modules":3},"rule":{"type":"sgr"},"device":"cpu"},
             "variants":[{"label":"backprop","changes":{"rule":{"type":"backprop"}}},{"label":"sgr"},
                         {"label":"greedy","changes":{"rule":{"type":"greedy"}}},
                         {"label":"slow","changes":{"optimizer":{"type":"sgd","learningRate":0.001}}}]}""";

    @TempDir
    Path data;

    @Test
    void losesAndDoublesNothingWhenItsServerIsKilled() throws Exception {
        String id;
        Set<String> before;
        try (ServerProcess server = start()) {
            id = server.create("/api/v1/comparisons", BODY);
            before = jobs(server.get("/api/v1/comparisons/" + id));
            assertThat(before).hasSize(VARIANTS * SEEDS);
            server.await(PATIENCE, "a third of the trainings", () -> done(server, id) >= VARIANTS);
            server.kill();
        }

        try (ServerProcess server = start()) {
            assertThat(done(server, id)).isLessThan(VARIANTS * SEEDS);
            server.await(
                    PATIENCE,
                    "the comparison",
                    () -> server.get("/api/v1/comparisons/" + id)
                            .get("isTerminal")
                            .asBoolean());

            JsonNode comparison = server.get("/api/v1/comparisons/" + id);
            assertThat(jobs(comparison)).isEqualTo(before);
            assertThat(server.get("/api/v1/jobs?limit=200").get("data")).hasSize(VARIANTS * SEEDS);
            assertThat(comparison.get("states").toString()).isEqualTo("{\"SUCCEEDED\":12}");
            assertThat(comparison.get("finishedAt").isNull()).isFalse();
            double[][] accuracies = figures(server, comparison, "testAccuracy");
            double[][] seconds = figures(server, comparison, "trainSeconds");
            double[][] bytes = figures(server, comparison, "peakMemoryBytes");
            for (int variant = 0; variant < VARIANTS; variant++) {
                JsonNode row = comparison.get("variants").get(variant);
                assertThat(row.get("n").asInt()).isEqualTo(SEEDS);
                assertFigure(row.get("testAccuracy"), accuracies[variant]);
                assertFigure(row.get("trainSeconds"), seconds[variant]);
                assertFigure(row.get("peakMemoryBytes"), bytes[variant]);
                if (variant > 0) {
                    assertDifference(row, accuracies[0], accuracies[variant]);
                }
            }
        }
    }

    private static void assertDifference(JsonNode row, double[] first, double[] other) {
        double[] differences = {other[0] - first[0], other[1] - first[1], other[2] - first[2]};
        assertFigure(row.get("difference"), differences);
        double mean = mean(differences);
        String clear = mean > 0 ? "higher" : "lower";
        assertThat(row.get("verdict").asString())
                .isEqualTo(Math.abs(mean) > 2 * deviation(differences) ? clear : "none");
    }

    private static void assertFigure(JsonNode figure, double[] values) {
        assertThat(figure.get("mean").asDouble())
                .isEqualTo(mean(values), within(1e-9 * Math.abs(mean(values)) + 1e-12));
        assertThat(figure.get("sd").asDouble())
                .isEqualTo(deviation(values), within(1e-9 * Math.abs(mean(values)) + 1e-12));
    }

    private static double mean(double[] three) {
        return (three[0] + three[1] + three[2]) / 3;
    }

    private static double deviation(double[] three) {
        double mean = mean(three);
        double sum = 0;
        for (double each : three) {
            sum += Math.pow(each - mean, 2);
        }
        return Math.sqrt(sum / 2);
    }

    /** From the result of each job. */
    private static double[][] figures(ServerProcess server, JsonNode comparison, String figure)
            throws IOException, InterruptedException {
        double[][] figures = new double[VARIANTS][SEEDS];
        for (int variant = 0; variant < VARIANTS; variant++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String job = comparison
                        .get("variants")
                        .get(variant)
                        .get("jobs")
                        .get(seed)
                        .asString();
                JsonNode made = server.get("/api/v1/jobs/" + job);
                assertThat(made.at("/spec/seed").asInt()).isEqualTo(seed + 1);
                figures[variant][seed] = made.at("/result/" + figure).asDouble();
                assertThat(figures[variant][seed]).isPositive();
            }
        }
        return figures;
    }

    private static Set<String> jobs(JsonNode comparison) {
        List<String> jobs = new ArrayList<>();
        comparison.get("variants").forEach(row -> row.get("jobs").forEach(job -> jobs.add(job.asString())));
        assertThat(jobs).doesNotHaveDuplicates();
        return new HashSet<>(jobs);
    }

    private static int done(ServerProcess server, String id) throws IOException, InterruptedException {
        return server.get("/api/v1/comparisons/" + id).at("/states/SUCCEEDED").asInt(0);
    }

    private ServerProcess start() throws IOException, InterruptedException {
        return ServerProcess.start(
                        data,
                        "--isograd.jobs.retry-delay=100ms",
                        "--isograd.worker.slots=2",
                        "--isograd.worker.threads=1",
                        "--isograd.worker.checkpoint-interval=0s",
                        "--isograd.worker.checkpoint-steps=20")
                .awaitHealthy();
    }
}
