package dev.isograd.learning.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ForkedSpecTests {

    private static final Map<String, Object> ORIGIN = Map.of(
            "dataset",
            "pets",
            "network",
            Map.of("type", "mlp", "hidden", 4, "width", 8),
            "head",
            Map.of("type", "linear"),
            "rule",
            Map.of("type", "sgr"),
            "epochs",
            5,
            "batchSize",
            10);

    /** Half of epoch 3 is done. */
    private static final int STEP = 25;

    private static final int STEPS_PER_EPOCH = 10;

    static List<Arguments> whatMayChange() {
        return List.of(
                Arguments.of("epochs", 9),
                Arguments.of("epochs", 3),
                Arguments.of("rule", Map.of("type", "sgr", "weight", 7)),
                Arguments.of("rule", Map.of("type", "greedy")),
                Arguments.of("rule", Map.of("type", "blockwise")),
                Arguments.of("rule", Map.of("type", "pgl")),
                Arguments.of("rule", Map.of("type", "sgr-bp-free")),
                Arguments.of("optimizer", Map.of("type", "sgd", "learningRate", 0.01)),
                Arguments.of("optimizer", Map.of("type", "adamw")),
                Arguments.of("augmentation", Map.of("flip", true)),
                Arguments.of("sampling", "balanced"),
                Arguments.of("classWeights", "balanced"),
                Arguments.of("labelSmoothing", 0.1),
                Arguments.of("limits", Map.of("maxMinutes", 9)),
                Arguments.of("insight", Map.of("every", 3)),
                Arguments.of("parallel", Map.of("lanes", 2)),
                Arguments.of("device", "cpu"));
    }

    @ParameterizedTest
    @MethodSource("whatMayChange")
    void allowsWhatTheTrainingCanContinueWith(String field, Object value) {
        assertThat(problems(Map.of(field, value), STEP)).isEmpty();
    }

    static List<Arguments> whatMayNotChange() {
        return List.of(
                Arguments.of("dataset", "cars", "/dataset"),
                Arguments.of("network", Map.of("type", "mlp", "hidden", 4, "width", 9), "/network/width"),
                Arguments.of("network", Map.of("type", "vgg", "width", 8), "/network/type"),
                Arguments.of("split", Map.of("modules", 2), "/split/modules"),
                Arguments.of("split", Map.of("by", "memory"), "/split/by"),
                Arguments.of("split", Map.of("boundaries", List.of(1, 2, 3)), "/split/boundaries"),
                Arguments.of("head", Map.of("type", "etf"), "/head/type"),
                Arguments.of("batchSize", 11, "/batchSize"),
                Arguments.of("dropLast", true, "/dropLast"),
                Arguments.of("validationFraction", 0.1, "/validationFraction"),
                Arguments.of("seed", 2, "/seed"),
                Arguments.of("epochs", 2, "/epochs"),
                Arguments.of("rule", Map.of("type", "backprop"), "/rule/type"),
                Arguments.of("rule", Map.of("type", "checkpointed-backprop"), "/rule/type"),
                Arguments.of("rule", Map.of("type", "predsim"), "/rule/type"));
    }

    @ParameterizedTest
    @MethodSource("whatMayNotChange")
    void namesTheOneFieldThatDoesNotFit(String field, Object value, String pointer) {
        assertThat(problems(Map.of(field, value), STEP))
                .extracting(SpecProblem::pointer)
                .containsExactly(pointer);
    }

    @Test
    void namesAllFieldsThatDoNotFit() {
        assertThat(problems(
                        Map.of(
                                "dataset",
                                "cars",
                                "network",
                                Map.of("type", "mlp", "hidden", 4, "width", 9),
                                "seed",
                                2,
                                "epochs",
                                1),
                        STEP))
                .extracting(SpecProblem::pointer)
                .containsExactly("/dataset", "/network/width", "/seed", "/epochs");
    }

    @Test
    void saysWhatIsKeptAndWhatWasGiven() {
        assertThat(problems(Map.of("batchSize", 11, "epochs", 2), STEP))
                .containsExactly(
                        new SpecProblem(
                                "/batchSize",
                                "must stay 10, because a fork keeps the data set, network, split, head, batch size and "
                                        + "seed; got 11"),
                        new SpecProblem(
                                "/epochs", "must be at least 3, because the checkpoint is already in epoch 3; got 2"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "10, 1", "11, 2", "20, 2"})
    void needsAsManyEpochsAsTheCheckpointHasBegun(int step, int fewest) {
        assertThat(problems(Map.of("epochs", fewest), step)).isEmpty();
        if (fewest > 1) {
            assertThat(problems(Map.of("epochs", fewest - 1), step)).hasSize(1);
        }
    }

    /** Before the first evaluation, there are no scores of other modules. */
    @Test
    void canDropTheModulesInTheFirstEpoch() {
        assertThat(problems(Map.of("rule", Map.of("type", "backprop")), 9)).isEmpty();
        assertThat(problems(Map.of("rule", Map.of("type", "backprop")), 10)).hasSize(1);
    }

    @Test
    void cannotAddModules() {
        Map<String, Object> backprop = with(Map.of("rule", Map.of("type", "backprop")));

        assertThat(ForkedSpec.problems(SpecReader.read(backprop), SpecReader.read(ORIGIN), 1, STEPS_PER_EPOCH))
                .extracting(SpecProblem::pointer)
                .containsExactly("/rule/type");
    }

    @Test
    void blamesTheRuleForASplitThatItChanges() {
        Map<String, Object> coarse = with(Map.of("split", Map.of("modules", 2)));
        Map<String, Object> fork = new LinkedHashMap<>(coarse);
        fork.put("rule", Map.of("type", "sgr-bp-free"));

        assertThat(ForkedSpec.problems(SpecReader.read(coarse), SpecReader.read(fork), 1, STEPS_PER_EPOCH))
                .extracting(SpecProblem::pointer)
                .containsExactly("/rule/type");
    }

    private static List<SpecProblem> problems(Map<String, ?> changes, int step) {
        return ForkedSpec.problems(SpecReader.read(ORIGIN), SpecReader.read(with(changes)), step, STEPS_PER_EPOCH);
    }

    private static Map<String, Object> with(Map<String, ?> changes) {
        Map<String, Object> tree = new LinkedHashMap<>(ORIGIN);
        tree.putAll(changes);
        return tree;
    }
}
