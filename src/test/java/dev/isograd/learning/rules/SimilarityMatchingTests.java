package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.heads.SimilarityMatchingHead;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimilarityMatchingTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "predsim");
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new GreedyLocal(network, optimizers, new SimilarityMatching(0.5));
    }

    @Override
    LocalNetwork create(TinyNetwork network) {
        return network.create(manager, MODULES, new SimilarityMatchingHead(new DglHead()));
    }

    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return Set.of(head);
    }

    @Test
    void comparesTheCosinesOfCentredRows() {
        double[][] rows = {{1, 2, 6}, {0, -1, 4}, {5, 5, 2}};
        double[][] labels = {{1, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}};
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double wanted = j == i || i + j == 1 ? 1 : -1.0 / 3;
                expected += Math.pow(cosine(centred(rows[i]), centred(rows[j])) - wanted, 2) / 9;
            }
        }

        assertThat(SimilarityMatching.mismatch(manager.create(rows), manager.create(labels))
                        .getDouble())
                .isCloseTo(expected, within(1e-12));
        assertThat(SimilarityMatching.mismatch(manager.create(labels), manager.create(labels))
                        .getDouble())
                .isZero();
    }

    @Test
    void hasAFiniteGradientWhereRowsAreFlat() {
        try (Recording on = Recording.on()) {
            NDArray rows = Recording.leaf(manager.create(new double[][] {{2, 2}, {0, 0}, {1, 3}}));
            NDArray labels = manager.create(new double[][] {{1, 0}, {0, 1}, {0, 1}});
            NDList gradients = Gradients.of(SimilarityMatching.mismatch(rows, labels), new NDList(rows));

            for (double derivative : gradients.singletonOrThrow().toDoubleArray()) {
                assertThat(derivative).isFinite();
            }
        }
    }

    @Test
    void movesBodyAndProjectionButNotTheHeadByTheSimilarityAlone() {
        LocalNetwork network = matched(SoftplusNetwork.create(manager, 2));
        RecordedGradients recorded = new RecordedGradients();
        new GreedyLocal(network, recorded, new SimilarityMatching(1)).step(SoftplusNetwork.batch(manager, 5), 0, 0);

        LocalModule first = network.modules().getFirst();
        SimilarityMatchingHead.Layers head = (SimilarityMatchingHead.Layers) first.head();
        assertThat(recorded.of(head.prediction().parameters())).containsOnly(0);
        assertThat(largest(recorded.of(head.projection().parameters()))).isGreaterThan(1e-4);
        assertThat(largest(recorded.of(first.body().parameters()))).isGreaterThan(1e-4);
        assertThat(largest(recorded.of(network.last().head().parameters()))).isGreaterThan(1e-4);
    }

    private LocalNetwork matched(LocalNetwork network) {
        return new LocalNetwork(network.modules().stream()
                .map(module -> module == network.last() ? module : withHead(module, matched(module.head())))
                .toList());
    }

    private Layer matched(Layer head) {
        FeatureShape shape = new FeatureShape(SoftplusNetwork.CHANNELS, 6, 6);
        Initializer initializer = new Initializer(manager, DataType.FLOAT64, 3, "matched");
        return new SimilarityMatchingHead((features, classes, same) -> head)
                .build(shape, SoftplusNetwork.CLASSES, initializer);
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] centred(double[] row) {
        double mean = (row[0] + row[1] + row[2]) / 3;
        return new double[] {row[0] - mean, row[1] - mean, row[2] - mean};
    }

    private static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
