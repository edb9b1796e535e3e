package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.MemoryEstimate.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryEstimateTests {

    /** Percent of backprop's activations, counted by hooks on the arrays that libtorch saved for the backward pass. */
    static List<Arguments> measuredShares() {
        return List.of(
                Arguments.of(32, List.of(4, 8, 12), 37, 71),
                Arguments.of(32, List.of(2, 4, 6, 8, 10, 12, 14), 24, 47),
                Arguments.of(110, List.of(28), 72, 72),
                Arguments.of(110, List.of(13, 27, 41), 39, 64),
                Arguments.of(110, List.of(6, 13, 20, 27, 34, 41, 48), 22, 45),
                Arguments.of(110, List.of(16), 53, 105),
                Arguments.of(110, List.of(11, 22), 38, 76),
                Arguments.of(110, List.of(8, 16, 28), 29, 57));
    }

    @ParameterizedTest
    @MethodSource("measuredShares")
    void agreesWithMeasuredShares(int depth, List<Integer> boundaries, int greedy, int sgr) {
        Map<String, ?> network = Map.of("type", "resnet", "depth", depth);

        MemoryEstimate estimate = estimate(network, Map.of("boundaries", boundaries), "linear");

        assertThat(share(estimate.greedy(), estimate)).as("greedy").isCloseTo(greedy, within(2.0));
        assertThat(share(estimate.sgr(), estimate)).as("sgr").isCloseTo(sgr, within(2.0));
    }

    @ParameterizedTest
    @CsvSource({"memory,4,28,53", "sgr-memory,3,53,53", "sgr-memory,4,40,43", "sgr-memory,8,24,27"})
    void savesMostBySplitsOfMemory(String by, int modules, int greedy, int sgr) {
        Map<String, ?> network = Map.of("type", "resnet", "depth", 110);

        MemoryEstimate estimate = estimate(network, Map.of("by", by, "modules", modules), "dgl");

        assertThat(share(estimate.greedy(), estimate)).as("greedy").isLessThan(greedy);
        assertThat(share(estimate.sgr(), estimate)).as("sgr").isLessThan(sgr);
    }

    @Test
    void countsWeightsOptimizerAndGradientsOfWhatLearnsTogether() {
        Map<String, ?> network = Map.of("type", "mlp", "hidden", 2, "width", 10);

        MemoryEstimate estimate = estimate(network, Map.of("modules", 2), "linear");

        // Weights, scale and shift, running mean and variance; then the classifier.
        long first = 3072 * 10 + 2 * 10;
        long second = 10 * 10 + 2 * 10;
        long scores = 10 * 10 + 10;
        long statistics = 2 * 2 * 10;
        long endToEnd = first + second + scores;
        assertThat(estimate.backprop().weights()).isEqualTo(4 * (endToEnd + statistics));
        assertThat(estimate.backprop().optimizer()).isEqualTo(4 * endToEnd);
        assertThat(estimate.backprop().gradients()).isEqualTo(4 * endToEnd);
        assertThat(estimate.greedy().weights()).isEqualTo(4 * (endToEnd + scores + statistics));
        assertThat(estimate.sgr().optimizer()).isEqualTo(4 * (endToEnd + scores));
        assertThat(estimate.sgr().gradients()).isEqualTo(4 * (first + scores));
        // Of 128 images: the input, what is normalised, what the ReLU makes, and what the linear head makes of that.
        assertThat(estimate.backprop().activations()).containsExactly(128L * 4 * (3072 + 4 * 10));
        assertThat(estimate.greedy().activations()).containsExactly(128L * 4 * (3072 + 30), 128L * 4 * (10 + 20));
        // On top, the gradients by the input, by what is normalised, by what that makes, and by the scores.
        assertThat(estimate.sgr().activations()).containsExactly(128L * 4 * (3072 + 30), 128L * 4 * (10 + 20 + 40));
        assertThat(estimate.sgr().total())
                .isEqualTo(estimate.sgr().weights()
                        + estimate.sgr().optimizer()
                        + estimate.sgr().gradients()
                        + 128L * 4 * 3102);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "conv", "dgl", "etf"})
    void knowsEveryNetworkAndHead(String head) {
        for (String type : new String[] {"resnet", "resnet-bottleneck", "vgg", "vit", "mlp"}) {
            MemoryEstimate estimate = estimate(Map.of("type", type), Map.of("modules", 3, "by", "memory"), head);

            assertThat(estimate.greedy().activations()).as(type).hasSize(3).allMatch(bytes -> bytes > 0);
            assertThat(estimate.sgr().peakActivations())
                    .as(type)
                    .isGreaterThanOrEqualTo(estimate.greedy().peakActivations());
        }
    }

    @Test
    void countsAModuleForEachWeightLayerOfClosedFormulas() {
        Map<String, ?> changes = Map.of("network", Map.of("type", "vgg"), "split", Map.of("modules", 2));

        MemoryEstimate estimate =
                MemoryEstimate.of(Synthetic.spec(Map.of("type", "sgr-bp-free"), changes), 3, 32, 32, 10);

        assertThat(estimate.greedy().activations()).hasSize(7);
    }

    private static double share(Bytes rule, MemoryEstimate estimate) {
        return 100.0 * rule.peakActivations() / estimate.backprop().peakActivations();
    }

    private static MemoryEstimate estimate(Map<String, ?> network, Map<String, ?> split, String head) {
        Map<String, ?> changes =
                Map.of("network", network, "split", split, "head", Map.of("type", head), "batchSize", 128);
        return MemoryEstimate.of(Synthetic.spec(Synthetic.greedy(), changes), 3, 32, 32, 10);
    }
}
