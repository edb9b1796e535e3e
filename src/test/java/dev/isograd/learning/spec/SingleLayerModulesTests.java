package dev.isograd.learning.spec;

import static dev.isograd.learning.spec.SpecReaderTests.pointers;
import static dev.isograd.learning.spec.SpecReaderTests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleLayerModulesTests {

    @Test
    void givesEachWeightLayerAModuleAndALinearHead() {
        Map<String, Object> tree = with(Map.of(
                "network", Map.of("type", "mlp", "hidden", 3),
                "split", Map.of("modules", 9),
                "rule", Map.of("type", "sgr-bp-free")));

        TrainingSpec spec = SpecReader.read(tree);

        assertThat(spec.rule()).isEqualTo(new RuleSpec.SgrBpFree(RuleSpec.Distance.COS, 0.2, 0.1));
        assertThat(spec.split()).isEqualTo(new SplitSpec(3, SplitSpec.By.DEPTH, null));
        assertThat(spec.head()).isEqualTo(new HeadSpec.Linear());
        assertThat(SpecReader.read(SpecWriter.write(spec))).isEqualTo(spec);
        tree.put("head", Map.of("type", "etf"));
        assertThat(SpecReader.read(tree).head()).isEqualTo(new HeadSpec.Etf());
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet", "resnet-bottleneck", "vit"})
    void rejectsNetworksWithoutAnalyticFormulas(String network) {
        Map<String, Object> tree =
                with(Map.of("network", Map.of("type", network), "rule", Map.of("type", "sgr-bp-free")));

        InvalidSpec invalid = catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(tree));

        assertThat(invalid.problems())
                .containsExactly(new SpecProblem(
                        "/network/type",
                        "must be vgg or mlp under sgr-bp-free, which needs one weight layer per block; got "
                                + network));
        tree.put("epochs", 0);
        assertThat(pointers(tree)).containsExactlyInAnyOrder("/network/type", "/epochs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv", "conv1x1", "dgl"})
    void rejectsHeadsWithoutAnAnalyticFormula(String head) {
        Map<String, Object> tree = with(Map.of(
                "network", Map.of("type", "vgg"),
                "head", Map.of("type", head),
                "rule", Map.of("type", "sgr-bp-free")));

        InvalidSpec invalid = catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(tree));

        assertThat(invalid.problems())
                .containsExactly(new SpecProblem(
                        "/head/type",
                        "must be linear or etf under sgr-bp-free, which needs a head with an analytic gradient; got "
                                + head));
    }

    @Test
    void rejectsLayersWithoutAnAnalyticFormula() {
        Map<String, Object> tree = with(Map.of(
                "network", Map.of("type", "vgg", "batchNorm", false),
                "head", Map.of("type", "linear", "batchNorm", true),
                "rule", Map.of("type", "sgr-bp-free")));

        assertThat(pointers(tree)).containsExactlyInAnyOrder("/network/batchNorm", "/head/batchNorm");

        tree.put("network", Map.of("type", "vgg", "activation", "softplus"));
        assertThat(pointers(tree)).containsExactlyInAnyOrder("/network/activation", "/head/batchNorm");
    }
}
