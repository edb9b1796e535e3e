package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.networks.ModuleCost;
import dev.isograd.learning.spec.SpecReader;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How modules are dealt to lanes, compared with the processor time that {@code bench/lanes} measured. */
class LaneDealingTests {

    private static final FeatureShape IMAGES = new FeatureShape(3, 32, 32);

    /** @param measured shares of the modules in percent */
    @ParameterizedTest
    @CsvSource({
        "greedy, memory, 22-20-25-34, 2",
        "greedy, memory, 9-11-10-11-12-13-14-20, 5",
        "sgr, sgr-memory, 9-9-9-9-12-13-15-23, 5"
    })
    void dealsByTheTimeOfModules(String rule, String by, String measured, int belowSecondLane) {
        double[] shares = Arrays.stream(measured.split("-"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        NetworkSetup setup = setup(rule, by, shares.length);

        double[] costs = Arrays.stream(ModuleCost.of(
                        setup.network(setup.split(), Initializer::shapesOnly).modules(), IMAGES, rule.equals("sgr")))
                .asDoubleStream()
                .toArray();
        double all = Arrays.stream(costs).sum();

        for (int module = 0; module < costs.length; module++) {
            assertThat(100 * costs[module] / all).as("module %d", module + 1).isCloseTo(shares[module], within(2.5));
        }
        assertThat(setup.lanes().boundaries()).containsExactly(belowSecondLane);
    }

    private static NetworkSetup setup(String rule, String by, int modules) {
        Map<String, Object> spec = Map.of(
                "dataset", "fashion-mnist-sample",
                "network", Map.of("type", "resnet", "depth", 110, "width", 16),
                "split", Map.of("modules", modules, "by", by),
                "head", Map.of("type", "dgl"),
                "rule", Map.of("type", rule),
                "epochs", 1,
                "parallel", Map.of("lanes", 2));
        return new NetworkSetup(SpecReader.read(spec), IMAGES, 10);
    }
}
