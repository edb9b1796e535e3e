package dev.isograd.learning.spec;

import static dev.isograd.learning.spec.SpecReaderTests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DependentDefaultsTests {

    private static final DatasetSize SMALL = new DatasetSize(60, 10, 15);

    static List<Arguments> smallestNetworks() {
        List<Map<String, Object>> networks = List.of(
                Map.of("type", "mlp", "hidden", 1, "width", 1),
                Map.of("type", "resnet", "depth", 8, "width", 1),
                Map.of("type", "resnet-bottleneck", "depth", 50, "width", 1),
                Map.of("type", "vgg", "depth", 8, "width", 1),
                Map.of("type", "vit", "depth", 1, "width", 1, "patch", 1),
                Map.of("type", "vit", "depth", 1));
        List<Arguments> pairs = new ArrayList<>();
        for (Map<String, Object> network : networks) {
            for (Class<?> rule : RuleSpec.class.getPermittedSubclasses()) {
                boolean fits = rule != RuleSpec.SgrBpFree.class
                        || List.of("mlp", "vgg").contains(network.get("type"));
                if (fits) {
                    pairs.add(Arguments.of(network, SpecNames.of(rule)));
                }
            }
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("smallestNetworks")
    void acceptsTheSmallestNetworksWithTheRequiredFieldsAlone(Map<String, Object> network, String rule) {
        Map<String, Object> tree = with(Map.of("network", network, "rule", Map.of("type", rule)));

        TrainingSpec spec = SpecReader.read(tree, SMALL);

        assertThat(spec.split().modules())
                .isEqualTo(
                        rule.equals("sgr-bp-free")
                                ? spec.network().blocks()
                                : Math.min(4, spec.network().blocks()));
        assertThat(SpecReader.read(SpecWriter.write(spec), SMALL)).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "9, 4"})
    void hasAtMostOneModulePerBlock(int hidden, int modules) {
        Map<String, Object> tree = with(Map.of("network", Map.of("type", "mlp", "hidden", hidden)));

        assertThat(SpecReader.read(tree).split().modules()).isEqualTo(modules);
        tree.put("split", Map.of("by", "memory"));
        assertThat(SpecReader.read(tree).split()).isEqualTo(new SplitSpec(modules, SplitSpec.By.MEMORY, null));
        Map<String, @Nullable Object> split = new HashMap<>();
        split.put("boundaries", null);
        tree.put("split", split);
        assertThat(SpecReader.read(tree).split().modules()).isEqualTo(modules);
    }

    @Test
    void rejectsMoreModulesThanBlocksIfTheyWereChosen() {
        Map<String, Object> tree =
                with(Map.of("network", Map.of("type", "mlp", "hidden", 3), "split", Map.of("modules", 4)));

        assertThatThrownBy(() -> SpecReader.read(tree))
                .isInstanceOfSatisfying(
                        InvalidSpec.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(SpecProblem::pointer)
                                .containsExactly("/split/modules"));
    }

    @ParameterizedTest
    @CsvSource({"32, 4", "110, 4"})
    void keepsTheUsualNumberOfAPublishedSplit(int depth, int modules) {
        Map<String, Object> tree =
                with(Map.of("network", Map.of("type", "resnet", "depth", depth), "split", Map.of("by", "published")));

        assertThat(SpecReader.read(tree).split().modules()).isEqualTo(modules);
    }

    @Test
    void choosesANumberOfModulesThatWasPublished() {
        Map<String, Object> tree = with(Map.of(
                "network", Map.of("type", "resnet-bottleneck", "depth", 101), "split", Map.of("by", "published")));

        assertThat(SpecReader.read(tree).split().modules()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"192, 3", "384, 3", "64, 2", "7, 1"})
    void choosesAttentionHeadsThatDivideTheWidth(int width, int heads) {
        Map<String, Object> tree = with(Map.of("network", Map.of("type", "vit", "width", width)));

        assertThat(SpecReader.read(tree).network()).isEqualTo(new NetworkSpec.Vit(4, 12, width, heads));
    }

    @ParameterizedTest
    @CsvSource({"32, 32, 4", "28, 30, 2", "27, 30, 3", "25, 25, 1"})
    void choosesAPatchThatDividesTheImages(int height, int width, int patch) {
        Map<String, Object> tree = with(Map.of("network", Map.of("type", "vit")));

        NetworkSpec network =
                SpecReader.read(tree, new DatasetSize(1000, height, width)).network();

        assertThat(network).isEqualTo(new NetworkSpec.Vit(patch, 12, 192, 3));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "60, 60", "128, 128", "10000, 128"})
    void takesNoMoreImagesPerStepThanThereAre(int images, int batchSize) {
        DatasetSize data = new DatasetSize(images, 28, 28);

        assertThat(SpecReader.read(with(Map.of()), data).batchSize()).isEqualTo(batchSize);
        assertThat(SpecReader.read(with(Map.of("batchSize", images)), data).batchSize())
                .isEqualTo(images);
    }

    @Test
    void namesEveryFieldThatDoesNotFitTheData() {
        Map<String, Object> tree =
                with(Map.of("network", Map.of("type", "vit", "patch", 4), "batchSize", 61, "epochs", 0));

        assertThatThrownBy(() -> SpecReader.read(tree, SMALL))
                .isInstanceOfSatisfying(
                        InvalidSpec.class,
                        invalid -> assertThat(invalid.problems())
                                .containsExactlyInAnyOrder(
                                        new SpecProblem("/epochs", "must be between 1 and 10000; got 0"),
                                        new SpecProblem(
                                                "/batchSize",
                                                "must be at most 60, the number of training images; got 61"),
                                        new SpecProblem(
                                                "/network/patch",
                                                "must divide the height and the width of the images, 10 and 15; got 4")));
    }

    @Test
    void countsOnlyImagesThatAreLearnedFrom() {
        DatasetSize data = new DatasetSize(100, 28, 28);

        assertThat(SpecReader.read(with(Map.of("validationFraction", 0.25)), data)
                        .batchSize())
                .isEqualTo(75);
        assertThatThrownBy(() -> SpecReader.read(with(Map.of("validationFraction", 0.25, "batchSize", 76)), data))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("/batchSize");
        assertThatThrownBy(() -> SpecReader.read(with(Map.of("validationFraction", 0.5)), new DatasetSize(2, 28, 28)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("/validationFraction: must leave at least 2 of the 2 training images");
    }

    @Test
    void keepsABatchBelowTwoGibibytes() {
        DatasetSize large = new DatasetSize(1000, 4096, 4096, 3);

        assertThat(SpecReader.read(with(Map.of()), large).batchSize()).isEqualTo(42);
        assertThatThrownBy(() -> SpecReader.read(with(Map.of("batchSize", 43)), large))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("/batchSize: must be at most 42, because a batch of these images may have 2 GiB");
    }
}
