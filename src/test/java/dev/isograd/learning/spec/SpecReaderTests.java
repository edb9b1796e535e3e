package dev.isograd.learning.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isograd.learning.spec.OptimizerSpec.Sgd;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpecReaderTests {

    private static final Map<String, Object> SMALLEST = Map.of(
            "dataset",
            "fashion-mnist",
            "network",
            Map.of("type", "resnet"),
            "rule",
            Map.of("type", "sgr"),
            "epochs",
            3);

    @Test
    void fillsInEveryDefault() {
        TrainingSpec spec = SpecReader.read(SMALLEST);

        assertThat(spec)
                .isEqualTo(new TrainingSpec(
                        "fashion-mnist",
                        new NetworkSpec.Resnet(20, 16),
                        new SplitSpec(4, SplitSpec.By.DEPTH, null),
                        new HeadSpec.Dgl(),
                        null,
                        new RuleSpec.Sgr(RuleSpec.Distance.COS, 0.2, 0.1, 0, false, 1, 1),
                        new Sgd(0.1, 0.9, true, 1e-4, new ScheduleSpec.Cosine(0)),
                        new AugmentationSpec(false, 0),
                        3,
                        128,
                        false,
                        0,
                        TrainingSpec.Sampling.SHUFFLED,
                        TrainingSpec.ClassWeights.NONE,
                        0,
                        1,
                        new ParallelSpec(1),
                        new DiagnosticsSpec(50, false, false),
                        new LimitsSpec(1440),
                        TrainingSpec.Device.AUTO,
                        TrainingSpec.Precision.FLOAT32,
                        false));
    }

    @Test
    void namesTheLanesThatARuleOrASplitCannotHave() {
        assertThat(lanes("greedy", 4, 5))
                .containsExactly("/parallel/lanes must be at most 4, the number of local modules; got 5");
        assertThat(lanes("overlap", 4, 2))
                .containsExactly("/parallel/lanes must be 1 under overlap, whose modules need each other; got 2");
        for (String rule : List.of("backprop", "checkpointed-backprop", "pgl", "deep-supervision")) {
            assertThat(lanes(rule, 4, 2))
                    .singleElement()
                    .asString()
                    .startsWith("/parallel/lanes must be 1 under " + rule);
            assertThat(lanes(rule, 4, 1)).isEmpty();
        }
        for (String rule : List.of("greedy", "predsim", "blockwise", "sgr")) {
            assertThat(lanes(rule, 4, 4)).isEmpty();
        }
        assertThat(lanes("greedy", 4, 0)).singleElement().asString().startsWith("/parallel/lanes");
        assertThat(lanes("greedy", 4, 2.5)).singleElement().asString().startsWith("/parallel/lanes");
    }

    /** It has a module for each of the 8 blocks, whatever the split. */
    @Test
    void allowsALaneForEachWeightLayerUnderSgrBpFree() {
        Map<String, Object> tree = with(Map.of(
                "network", Map.of("type", "vgg"),
                "rule", Map.of("type", "sgr-bp-free"),
                "split", Map.of("modules", 2),
                "parallel", Map.of("lanes", 7)));

        assertThat(SpecReader.read(tree).parallel().lanes()).isEqualTo(7);
        tree.put("parallel", Map.of("lanes", 9));
        assertThat(catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(tree)))
                .hasMessageContaining("/parallel/lanes");
    }

    private static List<String> lanes(String rule, int modules, Number lanes) {
        Map<String, Object> tree = with(Map.of(
                "rule", Map.of("type", rule),
                "split", Map.of("modules", modules),
                "parallel", Map.of("lanes", lanes)));
        InvalidSpec invalid = catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(tree));
        return invalid == null
                ? List.of()
                : invalid.problems().stream()
                        .map(problem -> problem.pointer() + " " + problem.detail())
                        .toList();
    }

    @Test
    void readsWhatTheWriterWrote() {
        Map<String, Object> tree = with(Map.of(
                "network", Map.of("type", "vgg", "width", 7),
                "split", Map.of("boundaries", List.of(1, 2, 6)),
                "head", Map.of("type", "conv"),
                "rule", Map.of("type", "sgr", "distance", "rel", "weight", 0.03, "ramp", 0),
                "optimizer",
                        Map.of(
                                "type",
                                "adamw",
                                "learningRate",
                                1e-4,
                                "schedule",
                                Map.of("type", "step", "milestones", List.of(3, 5), "warmupEpochs", 0.5)),
                "augmentation", Map.of("flip", true, "cropPadding", 4),
                "seed", 9_007_199_254_740_991L,
                "insight", Map.of("every", 0, "checkIsolation", true),
                "device", "cpu"));

        TrainingSpec spec = SpecReader.read(tree);

        assertThat(SpecReader.read(SpecWriter.write(spec))).isEqualTo(spec);
        assertThat(spec.split()).isEqualTo(new SplitSpec(4, SplitSpec.By.DEPTH, List.of(1, 2, 6)));
        assertThat(SpecReader.read(SpecWriter.write(SpecReader.read(SMALLEST)))).isEqualTo(SpecReader.read(SMALLEST));
    }

    static List<Arguments> defaultNetworks() {
        return List.of(
                Arguments.of("resnet", new NetworkSpec.Resnet(20, 16), 10),
                Arguments.of("resnet-bottleneck", new NetworkSpec.ResnetBottleneck(50, 64, NetworkSpec.Stem.CIFAR), 17),
                Arguments.of("vgg", new NetworkSpec.Vgg(8, 32, true, NetworkSpec.Activation.RELU), 7),
                Arguments.of("vit", new NetworkSpec.Vit(4, 12, 192, 3), 13),
                Arguments.of("mlp", new NetworkSpec.Mlp(4, 256), 4));
    }

    @ParameterizedTest
    @MethodSource("defaultNetworks")
    void takesEveryNetworkByItsNameAlone(String type, NetworkSpec network, int blocks) {
        TrainingSpec spec = SpecReader.read(with(Map.of("network", Map.of("type", type))));

        assertThat(spec.network()).isEqualTo(network);
        assertThat(network.blocks()).isEqualTo(blocks);
        assertThat(SpecReader.read(SpecWriter.write(spec))).isEqualTo(spec);
    }

    @Test
    void namesEveryWrongFieldAtOnce() {
        Map<String, Object> tree = with(Map.of("dataset", 7, "epochs", -1, "batchSize", 2.5, "device", "tpu"));
        tree.put("network", Map.of("type", "resnet", "depth", 21, "height", 3));
        tree.put("split", Map.of("modules", 0, "boundaries", List.of(2, 2, "x")));
        tree.put("head", Map.of("type", "deep"));
        tree.put("rule", Map.of("weight", 1));
        tree.put("optimizer", Map.of("type", "sgd", "momentum", 1, "schedule", Map.of("type", "step")));
        tree.put("a/b~c", 1);

        assertThat(pointers(tree))
                .containsExactlyInAnyOrder(
                        "/a~1b~0c",
                        "/dataset",
                        "/network/height",
                        "/network/depth",
                        "/split/modules",
                        "/split/boundaries/1",
                        "/split/boundaries/2",
                        "/head/type",
                        "/rule/type",
                        "/optimizer/momentum",
                        "/optimizer/schedule/milestones",
                        "/epochs",
                        "/batchSize",
                        "/device");
    }

    @Test
    void namesFieldsThatDoNotGoTogetherBesideOthersThatAreWrong() {
        Map<String, Object> sgd = Map.of("type", "sgd", "nesterov", true, "momentum", 0, "learningRate", -1);
        Map<String, Object> vit = Map.of("type", "vit", "width", 64, "heads", 3, "blocks", -1);

        assertThat(pointers(with(Map.of("optimizer", sgd, "network", vit, "rule", Map.of("type", "sgr-bp-free")))))
                .contains("/optimizer/nesterov", "/optimizer/learningRate", "/network/heads", "/network/blocks");
    }

    @Test
    void reportsMissingFields() {
        assertThat(pointers(Map.of())).containsExactlyInAnyOrder("/dataset", "/network", "/rule", "/epochs");
    }

    @Test
    void saysWhichBoundaryIsTheLastPossible() {
        InvalidSpec invalid = catchThrowableOfType(
                InvalidSpec.class, () -> SpecReader.read(with(Map.of("split", Map.of("boundaries", List.of(99))))));

        assertThat(invalid.problems().getFirst().detail())
                .isEqualTo("the network has 10 blocks, so the last boundary must be at most 9; got 99");
    }

    static List<Arguments> fieldsThatDoNotGoTogether() {
        return List.of(
                Arguments.of("/network/depth", Map.of("network", Map.of("type", "resnet", "depth", 21))),
                Arguments.of("/network/depth", Map.of("network", Map.of("type", "vgg", "depth", 12))),
                Arguments.of("/network/depth", Map.of("network", Map.of("type", "resnet-bottleneck", "depth", 51))),
                Arguments.of("/network/heads", Map.of("network", Map.of("type", "vit", "width", 64, "heads", 3))),
                Arguments.of("/split/modules", Map.of("split", Map.of("modules", 11))),
                Arguments.of("/split/boundaries", Map.of("split", Map.of("boundaries", List.of(1, 10)))),
                Arguments.of("/split/boundaries/1", Map.of("split", Map.of("boundaries", List.of(3, 3)))),
                Arguments.of("/split/boundaries/0", Map.of("split", Map.of("boundaries", List.of(0)))),
                Arguments.of("/optimizer/nesterov", Map.of("optimizer", Map.of("type", "sgd", "momentum", 0))),
                Arguments.of(
                        "/optimizer/schedule/milestones/1",
                        Map.of(
                                "optimizer",
                                Map.of(
                                        "type",
                                        "sgd",
                                        "schedule",
                                        Map.of("type", "step", "milestones", List.of(5, 4))))));
    }

    @ParameterizedTest
    @MethodSource("fieldsThatDoNotGoTogether")
    void refusesFieldsThatDoNotGoTogether(String pointer, Map<String, ?> changes) {
        assertThat(pointers(with(changes))).containsExactly(pointer);
    }

    static List<Arguments> hostileValues() {
        return List.of(
                Arguments.of("epochs", Double.NaN),
                Arguments.of("epochs", Double.POSITIVE_INFINITY),
                Arguments.of("epochs", Float.NaN),
                Arguments.of("epochs", new BigDecimal("1e999999999")),
                Arguments.of("epochs", new BigDecimal("1e-999999999")),
                Arguments.of("epochs", BigInteger.TWO.pow(64).add(BigInteger.ONE)),
                Arguments.of("epochs", 1.0000001),
                Arguments.of("epochs", 4_294_967_297L),
                Arguments.of("epochs", "3"),
                Arguments.of("epochs", true),
                Arguments.of("epochs", List.of(3)),
                Arguments.of("epochs", Map.of()),
                Arguments.of("seed", 9_007_199_254_740_992L),
                Arguments.of("seed", -1),
                Arguments.of("batchSize", 1),
                Arguments.of("dataset", ""),
                Arguments.of("dataset", "x".repeat(129)),
                Arguments.of("network", "resnet"),
                Arguments.of("network", List.of()),
                Arguments.of("head", Map.of("type", 1)),
                Arguments.of("insight", 50),
                Arguments.of("insight", Map.of("every", -1)),
                Arguments.of("insight", Map.of("checkIsolation", "yes")),
                Arguments.of("device", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void refusesHostileValues(String field, Object value) {
        assertThat(pointers(with(Map.of(field, value))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("/" + field);
    }

    @ParameterizedTest
    @MethodSource("fieldNames")
    void refusesNullForEveryField(String field) {
        Map<String, @Nullable Object> tree = new HashMap<>(SMALLEST);
        tree.put(field, null);

        InvalidSpec invalid = catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(tree));

        assertThat(invalid.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.pointer().startsWith("/" + field));
    }

    static List<String> fieldNames() {
        return List.of(
                "dataset",
                "network",
                "split",
                "head",
                "rule",
                "optimizer",
                "augmentation",
                "epochs",
                "seed",
                "insight");
    }

    @Test
    void takesWholeNumbersInAnyForm() {
        for (Object three : List.of(3, 3L, 3.0, new BigDecimal("3.00"), BigInteger.valueOf(3), new BigDecimal("3e0"))) {
            assertThat(SpecReader.read(with(Map.of("epochs", three))).epochs()).isEqualTo(3);
        }
    }

    @Test
    void shortensWhatItQuotes() {
        InvalidSpec invalid = catchThrowableOfType(
                InvalidSpec.class, () -> SpecReader.read(with(Map.of("epochs", "9".repeat(10_000)))));

        assertThat(invalid.problems().getFirst().detail()).hasSizeLessThan(120);
    }

    /** The fields that a wrong spec is refused for. */
    static List<String> pointers(Map<String, ?> tree) {
        InvalidSpec invalid = catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(tree));
        assertThat(invalid).as("refused").isNotNull();
        return invalid.problems().stream().map(SpecProblem::pointer).toList();
    }

    /** The smallest spec, with other fields. */
    static Map<String, Object> with(Map<String, ?> changes) {
        Map<String, Object> tree = new HashMap<>(SMALLEST);
        tree.putAll(changes);
        return tree;
    }
}
