package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LearningTests {

    @Test
    void learnsWithFixedHeads() {
        Map<String, ?> network = Map.of("type", "resnet", "depth", 8, "width", 8);
        Map<String, ?> changes = Map.of("head", Map.of("type", "etf"), "network", network, "epochs", 30);

        TrainingOutcome outcome = TrainingRun.of(Synthetic.spec(Synthetic.sgr("cos", 0.05), changes))
                .outcome();

        // Classes differ by position, and the pooled features of the first module carry too little of it.
        assertThat(outcome.moduleAccuracies().subList(1, 3)).allMatch(accuracy -> accuracy > 0.9);
    }

    @Test
    void matchesSimilaritiesOfSpatialAndFlatFeatures() {
        Map<String, ?> vgg =
                Map.of("network", Map.of("type", "vgg", "width", 4), "split", Map.of("modules", 7), "epochs", 1);
        LabelledImages colour = Synthetic.images(32, 3, 16, 3);

        TrainingRun run = TrainingRun.of(Synthetic.spec(Map.of("type", "predsim"), vgg), colour);

        assertThat(run.values("module.gradientNorm")).hasSize(14).allMatch(norm -> Double.isFinite(norm) && norm > 0);
    }

    @Test
    void alignsTheGradientsOfNeighboringModules() {
        Map<String, ?> changes = Map.of("epochs", 50);
        double greedy = meanCosine(TrainingRun.of(Synthetic.spec(Synthetic.greedy(), changes)));
        double sgr = meanCosine(TrainingRun.of(Synthetic.spec(Synthetic.sgr("cos", 0.2), changes)));

        assertThat(sgr).isGreaterThan(greedy + 0.1);
    }

    private static double meanCosine(TrainingRun run) {
        return run.outcome().boundaryCosines().stream()
                .mapToDouble(Objects::requireNonNull)
                .average()
                .orElseThrow();
    }
}
