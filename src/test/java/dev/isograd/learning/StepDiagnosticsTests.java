package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The diagnostics of whole trainings in single precision. */
class StepDiagnosticsTests {

    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    private static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);
    private static final Set<String> SEEN = Set.of(
            "module.endToEndCosine",
            "module.deadUnits",
            "module.soloDescent",
            "boundary.squaredDistance",
            "boundary.activeCosine",
            "boundary.targetAlongFeatures");

    static List<Arguments> rules() {
        List<List<Integer>> own = List.of(List.of(1), List.of(2), List.of(3), List.of(4));
        List<List<Integer>> one = List.of(List.of(1));
        return List.of(
                Arguments.of(Map.of("type", "backprop"), new Isolation(true, one)),
                Arguments.of(Map.of("type", "checkpointed-backprop"), new Isolation(true, one)),
                Arguments.of(Map.of("type", "greedy"), new Isolation(true, own)),
                Arguments.of(
                        Map.of("type", "sgr", "ramp", 1, "every", 3),
                        new Isolation(true, List.of(List.of(1, 2), List.of(2, 3), List.of(3, 4), List.of(4)))),
                Arguments.of(
                        Map.of("type", "overlap"),
                        new Isolation(false, List.of(List.of(), List.of(1, 2), List.of(2, 3), List.of(3, 4)))),
                Arguments.of(
                        Map.of("type", "staggered"),
                        new Isolation(false, List.of(List.of(1), List.of(), List.of(2, 3), List.of(4)))),
                Arguments.of(Map.of("type", "predsim"), new Isolation(true, own)),
                Arguments.of(Map.of("type", "predsim", "beta", 1), new Isolation(true, own)),
                Arguments.of(
                        Map.of("type", "pgl"),
                        new Isolation(false, List.of(List.of(), List.of(), List.of(), List.of(1, 2, 3, 4)))),
                Arguments.of(Map.of("type", "blockwise"), new Isolation(true, own)),
                Arguments.of(
                        Map.of("type", "deep-supervision"),
                        new Isolation(
                                false, List.of(List.of(1), List.of(1, 2), List.of(1, 2, 3), List.of(1, 2, 3, 4)))));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void trainsEquallyWithAndWithoutDiagnostics(Map<String, ?> rule) {
        Run unseen = run(rule, Map.of("every", 0));
        Run seen = run(rule, Map.of("every", 1, "checkIsolation", true, "reconciliation", true));

        assertThat(seen.weights()).isEqualTo(unseen.weights());
        assertThat(seen.metrics().stream().filter(metric -> !SEEN.contains(metric.name())))
                .isEqualTo(unseen.metrics());
        assertThat(unseen.metrics()).noneMatch(metric -> SEEN.contains(metric.name()));
        assertThat(unseen.outcome().isolation()).isNull();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsTheModulesThatEachLossUpdates(Map<String, ?> rule, Isolation expected) {
        assertThat(run(rule, Map.of("every", 0, "checkIsolation", true))
                        .outcome()
                        .isolation())
                .isEqualTo(expected);
    }

    @Test
    void measuresReconciliationWhereModulesMeet() {
        Run run = run(Map.of("type", "greedy"), Map.of("every", 1, "reconciliation", true));

        assertThat(run.values("module.soloDescent")).hasSize(8 * 4).allMatch(value -> value == 0 || value == 1);
        assertThat(run.values("boundary.squaredDistance")).hasSize(8 * 3).allMatch(value -> value > 0);
        assertThat(run.values("boundary.targetAlongFeatures"))
                .hasSize(8 * 3)
                .allMatch(value -> value >= 0 && value <= 1);
        // All features are 0 or positive here. Where they are 0, the gradients do not count.
        assertThat(run.values("boundary.activeCosine"))
                .hasSize(8 * 3)
                .isNotEqualTo(run.values("boundary.cosine"))
                .allMatch(value -> Math.abs(value) <= 1 + 1e-6);
        assertThat(run(Map.of("type", "backprop"), Map.of("every", 1, "reconciliation", true))
                        .values("module.soloDescent"))
                .isEmpty();
    }

    /** Every module of the exact gradient descends if the steps are small, and none if they lead far away. */
    @Test
    void findsWhetherOwnUpdatesLowerTheLastLoss() {
        assertThat(soloDescent(1e-3)).containsOnly(1.0);
        assertThat(soloDescent(10)).contains(0.0);
    }

    private static List<Double> soloDescent(double rate) {
        Map<String, ?> optimizer = Map.of(
                "type",
                "sgd",
                "learningRate",
                rate,
                "momentum",
                0,
                "nesterov",
                false,
                "weightDecay",
                0,
                "schedule",
                Map.of("type", "constant"));
        // Guided in every step, pgl is back-propagation in modules.
        Run run = run(
                Map.of("type", "pgl", "period", 1),
                Map.of("every", 1, "reconciliation", true),
                Map.of("optimizer", optimizer));
        return run.values("module.soloDescent");
    }

    @Test
    void findsCosineOneForBackpropagation() {
        for (String rule : List.of("backprop", "checkpointed-backprop")) {
            assertThat(run(Map.of("type", rule), Map.of("every", 1)).cosines(1))
                    .hasSize(8)
                    .allSatisfy(cosine -> assertThat(cosine).isCloseTo(1, within(1e-9)));
        }
    }

    @Test
    void distinguishesGuidedFromLocalSteps() {
        List<Double> cosines =
                run(Map.of("type", "pgl", "period", 4), Map.of("every", 1)).cosines(1);

        for (int step = 1; step <= 8; step++) {
            double cosine = cosines.get(step - 1);
            if (step % 4 == 0) {
                assertThat(cosine).isCloseTo(1, within(1e-9));
            } else {
                assertThat(cosine).isLessThan(0.95);
            }
        }
    }

    @Test
    void findsNoDeadUnitsWithoutRelu() {
        Map<String, ?> vit = Map.of("type", "vit", "patch", 4, "depth", 3, "width", 12, "heads", 2);

        Run run = run(Map.of("type", "greedy"), Map.of("every", 1), Map.of("network", vit));

        assertThat(run.values("module.deadUnits")).hasSize(8 * 4).containsOnly(0.0);
    }

    @Test
    void findsDeadUnitsAfterMuchTooLargeSteps() {
        Map<String, ?> changes = Map.of(
                "network", Map.of("type", "vgg", "width", 4),
                "split", Map.of("modules", 2),
                "optimizer", Map.of("type", "adamw", "learningRate", 10, "weightDecay", 0));

        List<Double> dead =
                run(Map.of("type", "greedy"), Map.of("every", 1), changes).values("module.deadUnits");

        assertThat(dead).allMatch(part -> part >= 0 && part <= 1).anyMatch(part -> part > 0);
    }

    private static Run run(Map<String, ?> rule, Map<String, ?> insight) {
        return run(rule, insight, Map.of());
    }

    private static Run run(Map<String, ?> rule, Map<String, ?> insight, Map<String, ?> changes) {
        Map<String, Object> all = new HashMap<>(changes);
        all.put("insight", insight);
        TrainingSpec spec = Synthetic.spec(rule, all);
        Recorder recorder = new Recorder();
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, recorder)) {
            TrainingOutcome outcome = loop.run();
            return new Run(outcome, recorder.metrics, loop.saveWeights(OutputStream.nullOutputStream()));
        }
    }

    private record Run(TrainingOutcome outcome, List<Metric> metrics, String weights) {

        List<Double> values(String name) {
            return metrics.stream()
                    .filter(metric -> metric.name().equals(name))
                    .map(Metric::value)
                    .toList();
        }

        List<Double> cosines(int module) {
            return metrics.stream()
                    .filter(metric -> metric.name().equals("module.endToEndCosine")
                            && Integer.valueOf(module).equals(metric.module()))
                    .map(Metric::value)
                    .toList();
        }
    }
}
