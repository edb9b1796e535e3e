package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.rules.TinyNetwork;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Precisions and determinism on the CPU. */
class PrecisionTests {

    private static final LabelledImages IMAGES = Synthetic.images(32, 1, 8, 3);

    static List<String> rulesInBfloat16() {
        return Synthetic.rules().stream()
                .filter(rule -> !rule.startsWith("sgr"))
                .toList();
    }

    @Test
    void tf32AndDeterministicTrainAsFloat32OnTheCpu() {
        TrainingRun exact = TrainingRun.of(spec("greedy", Map.of()), IMAGES);

        assertThat(TrainingRun.of(spec("greedy", Map.of("precision", "tf32")), IMAGES)
                        .metrics())
                .isEqualTo(exact.metrics());
        assertThat(TrainingRun.of(spec("greedy", Map.of("deterministic", true)), IMAGES)
                        .metrics())
                .isEqualTo(exact.metrics());
    }

    /** A small learning rate, because large steps on a few images amplify any rounding. */
    @ParameterizedTest
    @MethodSource("rulesInBfloat16")
    void bfloat16IsCloseToFloat32(String rule) {
        Map<String, ?> slow = Map.of("optimizer", Map.of("type", "sgd", "learningRate", 0.01), "epochs", 4);
        List<Double> exact = TrainingRun.of(spec(rule, slow), IMAGES).losses();
        List<Double> rounded = TrainingRun.of(spec(rule, with(slow, "precision", "bf16")), IMAGES)
                .losses();

        assertThat(rounded).hasSameSizeAs(exact).isNotEqualTo(exact);
        for (int i = 0; i < exact.size(); i++) {
            assertThat(rounded.get(i)).as("loss %d", i).isCloseTo(exact.get(i), within(0.03));
        }
        assertThat(rounded.getLast()).isLessThan(rounded.getFirst());
    }

    @ParameterizedTest
    @EnumSource
    void bfloat16RepeatsEveryFigureOnEveryNetwork(TinyNetwork network) {
        TrainingSpec spec = spec("greedy", Map.of("precision", "bf16", "network", network.spec()));

        TrainingRun first = TrainingRun.of(spec, IMAGES);

        assertThat(TrainingRun.of(spec, IMAGES).metrics()).isEqualTo(first.metrics());
        assertThat(TrainingRun.interrupted(spec, IMAGES).weights()).isEqualTo(first.weights());
    }

    /** The copies in bfloat16 are half as large as the arrays, most of which other operations keep anyway. */
    @Test
    void theEstimateCountsTheCopiesInBfloat16() {
        MemoryEstimate exact = MemoryEstimate.of(spec("backprop", Map.of()), IMAGES);
        MemoryEstimate rounded = MemoryEstimate.of(spec("backprop", Map.of("precision", "bf16")), IMAGES);

        assertThat((double) rounded.rule().peakActivations() / exact.rule().peakActivations())
                .isBetween(1.05, 1.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgr", "sgr-bp-free"})
    void refusesBfloat16WhereGradientsAreAnalytic(String rule) {
        Map<String, ?> network =
                rule.equals("sgr") ? Map.of() : Map.of("network", Map.of("type", "vgg", "depth", 8, "width", 4));

        assertThatThrownBy(() -> spec(rule, with(network, "precision", "bf16")))
                .isInstanceOfSatisfying(
                        InvalidSpec.class,
                        invalid -> assertThat(invalid.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.pointer()).isEqualTo("/precision");
                                    assertThat(problem.detail())
                                            .isEqualTo("must be float32 or tf32 with the rule %s; got bf16"
                                                    .formatted(rule));
                                }));
        assertThat(spec(rule, with(network, "precision", "tf32")).precision()).isEqualTo(TrainingSpec.Precision.TF32);
    }

    @Test
    void readsWhatWasWritten() {
        TrainingSpec spec = spec("greedy", Map.of("precision", "bf16", "deterministic", true));

        assertThat(SpecWriter.write(spec)).containsEntry("precision", "bf16").containsEntry("deterministic", true);
    }

    private static Map<String, ?> with(Map<String, ?> fields, String name, Object value) {
        Map<String, Object> all = new HashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private static TrainingSpec spec(String rule, Map<String, ?> changes) {
        return Synthetic.spec(Map.of("type", rule), changes);
    }
}
