package dev.isograd.learning.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.ConvHead;
import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.heads.EtfHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.random.RandomStream;
import dev.isograd.learning.rules.SoftplusNetwork;
import dev.isograd.learning.rules.TinyNetwork;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the gradients of analytic passes with those that libtorch finds by differentiating twice. */
class ModulePassTests {

    private static final int MODULES = 4;
    private static final int BATCH = 5;
    private static final double WEIGHT = 0.7;
    private static final double PRECISION = 1e-10;
    private static final Penalty COSINE = new Penalty(GradientDistance.COS, WEIGHT, 1);

    private final NDManager manager = NDManager.newBaseManager();
    private final RandomStream random = RandomStream.named(3, "reconcilable");
    private Batch batch;

    @BeforeEach
    void makeBatch() {
        batch = SoftplusNetwork.batch(manager, BATCH);
    }

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    static Stream<Arguments> networksHeadsAndDistances() {
        List<Head> heads = List.of(new LinearHead(), new DglHead(), new ConvHead(2), new EtfHead());
        return analytic().stream()
                .flatMap(network -> heads.stream()
                        .flatMap(head -> Stream.of(GradientDistance.values())
                                .map(distance -> Arguments.of(network, head, distance))));
    }

    static Set<TinyNetwork> analytic() {
        return EnumSet.complementOf(EnumSet.of(TinyNetwork.VIT));
    }

    @ParameterizedTest
    @MethodSource("networksHeadsAndDistances")
    void takesTheGradientsOfDifferentiatingTwice(TinyNetwork tiny, Head head, GradientDistance distance) {
        LocalNetwork network = tiny.create(manager, MODULES, head);
        Penalty penalty = new Penalty(distance, WEIGHT, 1);
        forEachBoundary(network, (module, x, t) -> {
            ReconcilablePass analytic = pass(module, x, t, penalty, Mode.RECOMPUTATION);
            ReconcilablePass recorded = recorded(module, x, t, penalty, Mode.RECOMPUTATION);

            assertThat(analytic).isInstanceOf(AnalyticModulePass.class);
            assertSame(all(analytic), all(recorded));
            assertSame(analytic.gradients(), recorded.gradients());
        });
    }

    @ParameterizedTest
    @MethodSource("analytic")
    void takesTheGradientOfTheDistanceAlone(TinyNetwork tiny) {
        forEachBoundary(tiny.create(manager, MODULES, new DglHead()), (module, x, t) -> {
            ReconcilablePass analytic = pass(module, x, t, COSINE, Mode.RECOMPUTATION);
            NDList expected = recorded(module, x, t, COSINE, Mode.RECOMPUTATION).penaltyGradients();

            assertSame(analytic.penaltyGradients(), expected);
        });
    }

    @ParameterizedTest
    @MethodSource("analytic")
    void movesRunningStatisticsOnceInTrainingAndNotInRecomputation(TinyNetwork tiny) {
        LocalModule moved = tiny.create(manager, MODULES, new DglHead()).last();
        LocalModule expected = tiny.create(manager, MODULES, new DglHead()).last();
        NDArray x = features(tiny.create(manager, MODULES, new DglHead()));

        try (Recording on = Recording.on()) {
            pass(moved, x, gaussians(x), COSINE, Mode.RECOMPUTATION);
            assertThat(statistics(moved)).containsExactly(statistics(expected));
            recorded(expected, x, gaussians(x), COSINE, Mode.TRAINING);
            pass(moved, x, gaussians(x), COSINE, Mode.TRAINING).gradients();
        }

        assertThat(statistics(moved)).containsExactly(statistics(expected));
    }

    @Test
    void recordsWhereALayerHasNoFormulas() {
        LocalNetwork network = TinyNetwork.VIT.create(manager, MODULES, new DglHead());

        try (Recording on = Recording.on()) {
            NDArray x = features(network);
            assertThat(pass(network.last(), x, gaussians(x), COSINE, Mode.RECOMPUTATION))
                    .isInstanceOf(RecordedModulePass.class);
        }
    }

    private void forEachBoundary(LocalNetwork network, Boundary test) {
        NDArray x = batch.images_BCHW();
        for (LocalModule module : network.modules()) {
            shiftParameters(module);
            if (module.number() > 1) {
                try (Recording on = Recording.on()) {
                    test.accept(module, x, gaussians(x).mul(0.01));
                }
            }
            try (Recording off = Recording.off()) {
                x = module.features(x, Mode.RECOMPUTATION);
            }
        }
    }

    private ReconcilablePass pass(LocalModule module, NDArray x, NDArray t, Penalty penalty, Mode mode) {
        return ModulePass.reconcilable(module, BoundarySignal.of(x, t), batch, penalty, mode);
    }

    private ReconcilablePass recorded(LocalModule module, NDArray x, NDArray t, Penalty penalty, Mode mode) {
        return new RecordedModulePass(module, Recording.leaf(x), t, batch, penalty, mode);
    }

    private static NDList all(ReconcilablePass pass) {
        return new NDList(pass.loss(), pass.scores(), pass.features(), pass.featureGradient(), pass.inputGradient());
    }

    /** The input of the last module. */
    private NDArray features(LocalNetwork network) {
        NDArray x = batch.images_BCHW();
        try (Recording off = Recording.off()) {
            for (LocalModule module : network.modules().subList(0, MODULES - 1)) {
                x = module.features(x, Mode.RECOMPUTATION);
            }
        }
        return x;
    }

    private static double[] statistics(LocalModule module) {
        return module.parameters().stream()
                .filter(parameter -> !parameter.trainable())
                .flatMapToDouble(parameter -> Arrays.stream(parameter.array().toDoubleArray()))
                .toArray();
    }

    private void assertSame(NDList actual, NDList expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            double length = expected.get(i).square().sum().sqrt().getDouble();
            double difference =
                    actual.get(i).sub(expected.get(i)).square().sum().sqrt().getDouble();
            assertThat(actual.get(i).getShape()).isEqualTo(expected.get(i).getShape());
            assertThat(difference).as("%d of %d", i, expected.size()).isLessThanOrEqualTo(PRECISION * length);
        }
    }

    /** Changes scales from 1 and shifts from 0, which would hide mistakes. Some scales become 0. */
    private void shiftParameters(LocalModule module) {
        try (Recording off = Recording.off()) {
            for (Parameter parameter : module.parameters()) {
                if (parameter.trainable()) {
                    parameter.array().addi(gaussians(parameter.array()).mul(0.3));
                    if (parameter.name().matches(".*(norm|Norm)\\d?\\.weight")) {
                        parameter.array().set(new NDIndex("0"), 0);
                    }
                }
            }
        }
    }

    private NDArray gaussians(NDArray like) {
        double[] values = new double[Math.toIntExact(like.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return manager.create(values).reshape(like.getShape());
    }

    @FunctionalInterface
    private interface Boundary {

        void accept(LocalModule module, NDArray x, NDArray t);
    }
}
