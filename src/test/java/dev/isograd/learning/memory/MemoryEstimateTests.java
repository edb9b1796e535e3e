package dev.isograd.learning.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.isograd.learning.NetworkSetup;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.memory.MemoryEstimate.Bytes;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryEstimateTests {

    private static final FeatureShape IMAGES = new FeatureShape(3, 32, 32);
    private static final Map<String, ?> RESNET_110 = Map.of("type", "resnet", "depth", 110);
    private static final Map<String, ?> MLP = Map.of("type", "mlp", "hidden", 3, "width", 10);

    /** Bytes of one float for each of the 128 images of the batch. */
    private static final long B = 128 * 4;

    /** Percent of backprop's activations, counted by hooks on the arrays that libtorch saved for the backward pass. */
    static List<Arguments> measuredShares() {
        return List.of(
                Arguments.of(32, List.of(4, 8, 12), 37),
                Arguments.of(32, List.of(2, 4, 6, 8, 10, 12, 14), 24),
                Arguments.of(110, List.of(28), 72),
                Arguments.of(110, List.of(13, 27, 41), 39),
                Arguments.of(110, List.of(6, 13, 20, 27, 34, 41, 48), 22),
                Arguments.of(110, List.of(16), 53),
                Arguments.of(110, List.of(11, 22), 38),
                Arguments.of(110, List.of(8, 16, 28), 29));
    }

    @ParameterizedTest
    @MethodSource("measuredShares")
    void agreesWithMeasuredShares(int depth, List<Integer> boundaries, int greedy) {
        Map<String, ?> network = Map.of("type", "resnet", "depth", depth);
        Map<String, ?> split = Map.of("boundaries", boundaries);

        assertThat(keptShare(network, split)).isCloseTo(greedy, within(2.0));
    }

    @ParameterizedTest
    @CsvSource({
        "greedy,memory,4,27.1",
        "sgr,memory,4,41.3",
        "sgr,sgr-memory,3,45.8",
        "sgr,sgr-memory,4,36.6",
        "sgr,sgr-memory,8,21.9",
        "checkpointed-backprop,memory,4,27.5",
        "pgl,memory,4,27.9",
        "predsim,memory,4,27.8"
    })
    void savesMostWithSplitsByMemory(String rule, String by, int modules, double percent) {
        MemoryEstimate estimate = estimate(rule(rule), RESNET_110, Map.of("by", by, "modules", modules), "dgl");

        assertThat(share(estimate)).isLessThan(percent);
    }

    @Test
    void countsWeightsOptimizerAndGradientsOfOneUpdate() {
        // Weights, scale and shift, running mean and variance; then the classifier.
        long first = 3072 * 10 + 2 * 10;
        long other = 10 * 10 + 2 * 10;
        long scores = 10 * 10 + 10;
        long statistics = 3 * 2 * 10;
        long endToEnd = first + 2 * other + scores;
        long all = endToEnd + 2 * scores;

        assertThat(mlp("backprop")).returns(4 * (endToEnd + statistics), Bytes::weights);
        assertThat(mlp("backprop")).returns(4 * endToEnd, Bytes::optimizer).returns(4 * endToEnd, Bytes::gradients);
        assertThat(mlp("checkpointed-backprop")).returns(4 * endToEnd, Bytes::gradients);
        for (String local : new String[] {"greedy", "sgr", "pgl", "blockwise"}) {
            assertThat(mlp(local))
                    .as(local)
                    .returns(4 * (all + statistics), Bytes::weights)
                    .returns(4 * all, Bytes::optimizer)
                    .returns(4 * (first + scores), Bytes::gradients);
        }
        assertThat(mlp("overlap")).returns(4 * (first + 2 * scores), Bytes::gradients);
        assertThat(mlp("staggered")).returns(4 * (first + other + 2 * scores), Bytes::gradients);
        assertThat(mlp("deep-supervision")).returns(4 * all, Bytes::gradients);
    }

    /**
     * For an image of 3072 numbers, a layer of width 10 keeps the input of its normalization and the output of its
     * ReLU. A head keeps its pooled features. The flat classifier uses the output that the last layer keeps.
     */
    @ParameterizedTest
    @CsvSource({
        // The input of the first layer, and two arrays per layer.
        "backprop,3132",
        // Segments: x, two arrays, for all but the last the gradient from above; the inputs below are kept.
        "checkpointed-backprop,3102 40 40",
        // x, two arrays, the head; for all but the first the gradient with respect to the features below.
        "greedy,3102 50 40",
        "blockwise,3102 50 40",
        // In addition, the gradients with respect to input, normalization input, scores and output.
        "sgr,3102 90 80",
        // Guided: x, two arrays, the head, the gradient from above; the inputs below are kept. Local steps: as greedy.
        "pgl,3112 50 50",
        // Both bodies, the gradients with respect to output and input and from above, and their sum.
        "overlap,3102 3142 90",
        // As greedy, with the body of the module below; then the gradients with respect to output and input, and from
        // below.
        "staggered,3102 3122 80",
        // Two more heads.
        "deep-supervision,3152",
    })
    void countsArraysThatAreAliveAtTheSameTime(String rule, String numbers) {
        List<Long> expected = Arrays.stream(numbers.split(" "))
                .map(n -> B * Long.parseLong(n))
                .toList();

        assertThat(mlp(rule).activations()).containsExactlyElementsOf(expected);
    }

    /**
     * Megabytes of two steps of 256 random 3x32x32 images with dgl heads, measured by {@code MemoryProbe} on a CPU, after a small
     * training in the same process.
     */
    @ParameterizedTest
    @CsvSource({
        "backprop,memory,4,2232,5",
        "greedy,memory,4,726,5",
        "sgr,sgr-memory,4,943,5",
        // The smaller the modules, the larger the share of the working space.
        "sgr,sgr-memory,8,704,10",
    })
    void agreesWithMeasuredProcesses(String rule, String by, int modules, double measured, double percent) {
        Map<String, ?> split = Map.of("by", by, "modules", modules);
        Map<String, ?> changes = Map.of("network", RESNET_110, "split", split, "batchSize", 256);

        long estimate = MemoryEstimate.of(Synthetic.spec(rule(rule), changes), 3, 32, 32, 10)
                        .rule()
                        .total()
                - MemoryByRule.PROCESS;

        assertThat(estimate / 1e6).isCloseTo(measured, withinPercentage(percent));
    }

    @Test
    void countsTheProjectionAndAllPairsOfImages() {
        // A linear projection keeps only its input, which the body keeps already.
        long pairs = 4 * 4 * 128 * 128;

        assertThat(mlp("predsim").activations()).containsExactly(B * 3102 + pairs, B * 50 + pairs, B * 40 + pairs);
    }

    @Test
    void reconcilesPartOfTheBatchBeforeTheWholeBatchRuns() {
        Map<String, ?> half = Map.of("type", "sgr", "fraction", 0.5);

        Bytes estimate = estimate(half, MLP, Map.of("modules", 3), "linear").rule();

        // The input and t of all images; for half of them a copy of t, two arrays, the head and the gradients.
        assertThat(estimate.activations()).containsExactly(B * 3102, B * 20 + B / 2 * 80, B * 20 + B / 2 * 70);
        assertThat(estimate.gradients()).isEqualTo(3 * mlp("sgr").gradients());
    }

    @Test
    void guidanceNeedsAtMostGreedyAndTheBoundaries() {
        for (int modules : new int[] {2, 4, 8}) {
            Map<String, ?> split = Map.of("by", "memory", "modules", modules);
            long greedy = peak("greedy", split);
            // The largest boundaries of this network have 16x32x32 numbers.
            long boundaries = modules * B * 16 * 32 * 32;

            assertThat(peak("pgl", split)).isBetween(greedy, greedy + boundaries);
        }
    }

    @Test
    void overlapNeedsMoreThanGreedyAndLessThanBackprop() {
        for (int modules : new int[] {3, 4, 8}) {
            Map<String, ?> split = Map.of("by", "memory", "modules", modules);

            assertThat(peak("overlap", split)).isBetween(peak("greedy", split), peak("backprop", split));
        }
    }

    @Test
    void countsAtMostTheTrainingImages() {
        TrainingSpec spec = Synthetic.spec(Synthetic.greedy(), Map.of("batchSize", 128));

        Bytes few = MemoryEstimate.of(spec, Synthetic.images(32, 3, 32, 10)).rule();
        Bytes enough = MemoryEstimate.of(spec, Synthetic.images(256, 3, 32, 10)).rule();

        assertThat(enough).isEqualTo(MemoryEstimate.of(spec, 3, 32, 32, 10).rule());
        assertThat(4 * few.peakActivations()).isEqualTo(enough.peakActivations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "conv", "dgl", "etf"})
    void estimatesEveryNetworkAndHead(String head) {
        for (String type : new String[] {"resnet", "resnet-bottleneck", "vgg", "vit", "mlp"}) {
            Map<String, ?> network = Map.of("type", type);
            Map<String, ?> split = Map.of("modules", 3, "by", "memory");

            Bytes greedy = estimate(rule("greedy"), network, split, head).rule();
            Bytes sgr = estimate(rule("sgr"), network, split, head).rule();

            assertThat(greedy.activations()).as(type).hasSize(3).allMatch(bytes -> bytes > 0);
            assertThat(sgr.peakActivations()).as(type).isGreaterThanOrEqualTo(greedy.peakActivations());
        }
    }

    @ParameterizedTest
    @CsvSource({"greedy,memory", "sgr,sgr-memory"})
    void splitsWithTheLeastMemory(String rule, String by) {
        Map<String, ?> network = Map.of("type", "resnet", "depth", 20);
        long least = Long.MAX_VALUE;
        for (int first = 1; first < 10; first++) {
            for (int second = first + 1; second < 10; second++) {
                Map<String, ?> split = Map.of("boundaries", List.of(first, second));
                least = Math.min(
                        least,
                        estimate(rule(rule), network, split, "dgl").rule().peakActivations());
            }
        }

        Bytes ours = estimate(rule(rule), network, Map.of("by", by, "modules", 3), "dgl")
                .rule();

        assertThat(ours.peakActivations()).isEqualTo(least);
    }

    @Test
    void countsAModuleForEachWeightLayerWithAnalyticGradients() {
        Map<String, ?> changes = Map.of("network", Map.of("type", "vgg"), "split", Map.of("modules", 2));

        MemoryEstimate estimate = MemoryEstimate.of(Synthetic.spec(rule("sgr-bp-free"), changes), 3, 32, 32, 10);

        assertThat(estimate.rule().activations()).hasSize(7);
    }

    /** Its gradients are alive until those of the rule have come; each makes room for the update of its array. */
    @ParameterizedTest
    @ValueSource(strings = {"backprop", "greedy", "sgr"})
    void countsTheEndToEndGradientsOfAComparison(String rule) {
        Map<String, ?> wide = Map.of("type", "mlp", "hidden", 2, "width", 2048);
        Map<String, ?> changes = Map.of("network", wide, "split", Map.of("modules", 2), "batchSize", 2);
        long first = 784L * 2048;
        long second = 2048L * 2048;
        long others = 4 * 2048 + 2048 * 10 + 10;

        long without = working(rule, changes, 0);

        assertThat(working(rule, changes, 50) - without)
                .isEqualTo(Float.BYTES * (first + second + others) - Float.BYTES * second);
        // Two arrays of the size of the largest weights.
        assertThat(without - MemoryByRule.PROCESS).isCloseTo(2 * Float.BYTES * second, withinPercentage(1));
    }

    @Test
    void countsTheCopyOfWeightsForSoloDescent() {
        Map<String, ?> split = Map.of("modules", 2);
        Map<String, ?> plain = Map.of("network", MLP, "split", split, "insight", Map.of("every", 50));
        Map<String, ?> more =
                Map.of("network", MLP, "split", split, "insight", Map.of("every", 50, "reconciliation", true));

        MemoryEstimate without = MemoryEstimate.of(Synthetic.spec(rule("greedy"), plain), 1, 28, 28, 10);
        MemoryEstimate with = MemoryEstimate.of(Synthetic.spec(rule("greedy"), more), 1, 28, 28, 10);

        assertThat(with.rule().working() - without.rule().working())
                .isEqualTo(with.rule().optimizer());
        assertThat(with.backprop()).isEqualTo(without.backprop());
    }

    private static long working(String rule, Map<String, ?> changes, int every) {
        Map<String, Object> all = new LinkedHashMap<>(changes);
        all.put("insight", Map.of("every", every));
        return MemoryEstimate.of(Synthetic.spec(rule(rule), all), 1, 28, 28, 10)
                .rule()
                .working();
    }

    /** Two modules that learn at the same time: each has all that it needs alone, and one message waits between them. */
    @Test
    void countsTheModulesOfAllLanes() {
        Bytes inTurn = inLanes("greedy", 2, 1).rule();
        Bytes inLanes = inLanes("greedy", 2, 2).rule();

        assertThat(inTurn.lanes()).isEmpty();
        assertThat(inTurn.largestLane()).isEqualTo(inTurn.total());
        assertThat(inLanes.lanes()).hasSize(2);
        assertThat(inLanes.total())
                .isEqualTo(inLanes.lanes().getFirst() + inLanes.lanes().getLast());
        // Features of the boundary: 16 channels of 32x32 in float32, for 128 images; o and d.
        long message = 2L * 128 * 16 * 32 * 32 * Float.BYTES;
        long kept = inLanes.activations().getFirst() + inLanes.activations().getLast();
        long atLeast = inLanes.weights() + inLanes.optimizer() + inLanes.gradients() + kept + message;
        assertThat(inLanes.total()).isBetween(atLeast, atLeast + 2 * Math.max(inTurn.working(), message * 6));
        assertThat(inLanes.gradients()).isGreaterThan(inTurn.gradients());
        assertThat(inLanes.weights()).isEqualTo(inTurn.weights());
    }

    /** Where weights are the larger part. Activations of one module at a time are all that modules in turn need, too. */
    @ParameterizedTest
    @CsvSource({"greedy", "predsim", "blockwise", "sgr"})
    void needsLessPerDeviceWithMoreLanes(String rule) {
        Map<String, ?> wide = Map.of("type", "mlp", "hidden", 8, "width", 1024);
        long before = Long.MAX_VALUE;
        for (int lanes : new int[] {1, 2, 4}) {
            Map<String, ?> changes = Map.of(
                    "network",
                    wide,
                    "split",
                    Map.of("modules", 8),
                    "parallel",
                    Map.of("lanes", lanes),
                    "batchSize",
                    16);
            Bytes bytes = MemoryEstimate.of(Synthetic.spec(rule(rule), changes), 1, 28, 28, 10)
                    .rule();

            assertThat(bytes.largestLane()).as("%d lanes", lanes).isLessThan(before);
            before = bytes.largestLane();
        }
        assertThat(inLanes(rule, 8, 4).backprop()).isEqualTo(inLanes(rule, 8, 1).backprop());
    }

    private static MemoryEstimate inLanes(String rule, int modules, int lanes) {
        Map<String, ?> changes = Map.of(
                "network",
                Map.of("type", "resnet", "depth", 20, "width", 16),
                "split",
                modules == 2 ? Map.of("boundaries", List.of(2)) : Map.of("modules", modules),
                "parallel",
                Map.of("lanes", lanes),
                "batchSize",
                128);
        return MemoryEstimate.of(Synthetic.spec(rule(rule), changes), 3, 32, 32, 10);
    }

    private static double share(MemoryEstimate estimate) {
        return 100.0 * estimate.rule().peakActivations() / estimate.backprop().peakActivations();
    }

    private static double keptShare(Map<String, ?> network, Map<String, ?> split) {
        NetworkSetup setup = new NetworkSetup(spec(rule("greedy"), network, split, "linear"), IMAGES, 10);
        LocalNetwork shapes = setup.network(setup.split(), Initializer::shapesOnly);
        // Hooks on saved arrays do not see the gradient received at a boundary.
        long largest = ModuleMemory.of(shapes, IMAGES).stream()
                .mapToLong(module -> module.body() + module.head())
                .max()
                .orElseThrow();
        return 100.0 * largest / ModuleMemory.whole(shapes, IMAGES, false).bytes();
    }

    private static long peak(String rule, Map<String, ?> split) {
        return estimate(rule(rule), RESNET_110, split, "dgl").rule().peakActivations();
    }

    private static Bytes mlp(String rule) {
        return estimate(rule(rule), MLP, Map.of("modules", 3), "linear").rule();
    }

    private static Map<String, ?> rule(String type) {
        return Map.of("type", type);
    }

    private static MemoryEstimate estimate(
            Map<String, ?> rule, Map<String, ?> network, Map<String, ?> split, String head) {
        return MemoryEstimate.of(spec(rule, network, split, head), 3, 32, 32, 10);
    }

    private static TrainingSpec spec(Map<String, ?> rule, Map<String, ?> network, Map<String, ?> split, String head) {
        Map<String, ?> changes =
                Map.of("network", network, "split", split, "head", Map.of("type", head), "batchSize", 128);
        return Synthetic.spec(rule, changes);
    }
}
