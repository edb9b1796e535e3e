package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.diagnostics.DiagnosticRule;
import dev.isograd.learning.diagnostics.LabelShiftHead;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.random.RandomStream;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.reconciliation.GradientDistance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SgrLocalBackpropTests extends UpdateRuleContract {

    private static final double WEIGHT = 0.7;

    private final List<Recorded> optimizers = new ArrayList<>();
    private Batch batch;

    @BeforeEach
    void makeBatch() {
        batch = SoftplusNetwork.batch(manager, 5);
    }

    @Override
    Map<String, ?> spec() {
        return Synthetic.sgr("cos", 0.2);
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new SgrLocalBackprop(network, optimizers, GradientDistance.COS, new WeightWarmup(WEIGHT, 0, 1));
    }

    /** Its own body directly, and the next one through t. */
    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return head == MODULES ? Set.of(head) : Set.of(head, head + 1);
    }

    @ParameterizedTest
    @EnumSource
    void descendsTheLossPlusTheWeightedDistance(GradientDistance distance) {
        LocalNetwork network = SoftplusNetwork.create(manager, 2);
        LocalModule upper = network.last();
        NDArray x = features(network.modules().getFirst());
        NDArray t = gradientByFeatures(network.modules().getFirst());

        step(new SgrLocalBackprop(network, this::recorded, distance, new WeightWarmup(WEIGHT, 0, 1)));

        List<double[]> direction = randomDirection(upper.trainable());
        assertThat(along(optimizers.get(1).gradients, direction))
                .isCloseTo(centralDifference(upper, x, t, distance, direction), within(1e-8));
    }

    @Test
    void takesTheDistanceIntoAccountAtAll() {
        LocalNetwork network = SoftplusNetwork.create(manager, 2);
        step(new SgrLocalBackprop(network, this::recorded, GradientDistance.COS, new WeightWarmup(WEIGHT, 0, 1)));
        step(new GreedyLocal(network, this::recorded));

        assertThat(difference(optimizers.get(1).gradients, optimizers.get(3).gradients))
                .isGreaterThan(1e-3);
        assertThat(difference(optimizers.get(0).gradients, optimizers.get(2).gradients))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void followsTheEndToEndGradientWhenTheLowerHeadCopiesTheUpperModule(GradientDistance distance) {
        // Running statistics are used, because otherwise the copy would normalize twice.
        Frozen upperBody = new Frozen(SoftplusNetwork.block(manager, 2).layer());
        Frozen upperHead = new Frozen(SoftplusNetwork.head(manager, 2));
        Layer copyOfUpper = Chain.of(
                new Frozen(SoftplusNetwork.block(manager, 2).layer()), new Frozen(SoftplusNetwork.head(manager, 2)));
        Frozen lowerBody = new Frozen(SoftplusNetwork.block(manager, 1).layer());
        LocalModule lower = new LocalModule(1, List.of("lower"), Chain.of(lowerBody), copyOfUpper);
        LocalModule upper = new LocalModule(2, List.of("upper"), Chain.of(upperBody), upperHead);
        LocalNetwork network = new LocalNetwork(List.of(lower, upper));

        List<ModuleMetrics> metrics =
                step(new SgrLocalBackprop(network, this::recorded, distance, new WeightWarmup(WEIGHT, 0, 1)));
        step(new Backprop(network, this::recorded));
        List<ModuleMetrics> seen = step(new DiagnosticRule(
                network,
                network.bodies(),
                1,
                false,
                this::recorded,
                watched -> new SgrLocalBackprop(network, watched, distance, new WeightWarmup(WEIGHT, 0, 1))));

        List<double[]> endToEnd = optimizers.get(2).gradients;
        int lowerSize = Parameter.trainable(lowerBody.parameters()).size();
        assertThat(difference(optimizers.get(0).gradients.subList(0, lowerSize), endToEnd.subList(0, lowerSize)))
                .isLessThanOrEqualTo(1e-12);
        assertThat(difference(optimizers.get(1).gradients, endToEnd.subList(lowerSize, endToEnd.size())))
                .isLessThanOrEqualTo(1e-12);
        Agreement agreement = Objects.requireNonNull(metrics.getLast().agreement());
        assertThat(agreement.cosine()).isCloseTo(1, within(1e-12));
        assertThat(agreement.normRatio()).isCloseTo(1, within(1e-12));
        assertThat(agreement.distance()).isLessThan(1e-6);
        assertThat(seen)
                .allSatisfy(module -> assertThat(
                                Objects.requireNonNull(module.insight()).endToEndCosine())
                        .isCloseTo(1, within(1e-12)));
    }

    @Test
    void reconcilesNTimesAsStronglyOnEachNthStepAndNotBetween() {
        LocalNetwork network = SoftplusNetwork.create(manager, 2);
        double third = WEIGHT / 3;
        for (long step : List.of(0L, 1L, 2L)) {
            optimizers.clear();
            UpdateRule sparse =
                    new SgrLocalBackprop(network, this::recorded, GradientDistance.COS, new WeightWarmup(third, 0, 3));
            sparse.step(batch, step, 0);
            step(new GreedyLocal(network, this::recorded));
            step(new SgrLocalBackprop(
                    network, this::recorded, GradientDistance.COS, new WeightWarmup(3 * third, 0, 1)));

            int expected = step == 2 ? 5 : 3;
            assertThat(difference(optimizers.get(1).gradients, optimizers.get(expected).gradients))
                    .isZero();
            assertThat(difference(optimizers.get(3).gradients, optimizers.get(5).gradients))
                    .isGreaterThan(1e-3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsTheDistanceOfAPartOfTheBatchAlone(GradientDistance distance) {
        LocalNetwork network = SoftplusNetwork.create(manager, 2);
        LocalModule upper = network.last();
        NDIndex rows = new NDIndex("0:3");
        NDArray x = features(network.modules().getFirst()).get(rows);
        NDArray t = gradientByFeatures(network.modules().getFirst()).get(rows).mul(5.0 / 3);
        Batch whole = batch;

        step(new SgrLocalBackprop(
                network, this::recorded, new PenaltySchedule(distance, new WeightWarmup(WEIGHT, 0, 1), 0.6)));
        step(new GreedyLocal(network, this::recorded));

        List<double[]> direction = randomDirection(upper.trainable());
        double along = along(optimizers.get(1).gradients, direction) - along(optimizers.get(3).gradients, direction);
        batch = whole.first(3);
        NDList partLoss = partGradients(upper, x);
        double expected = centralDifference(upper, x, t, distance, direction)
                - along(partLoss.stream().map(NDArray::toDoubleArray).toList(), direction);
        assertThat(along).isCloseTo(expected, within(1e-8));
        assertThat(Math.abs(along)).isGreaterThan(1e-6);
    }

    @Test
    void movesRunningStatisticsOnceWhenAPartIsReconciled() {
        LocalNetwork sampled = SoftplusNetwork.create(manager, 2);
        LocalNetwork greedy = SoftplusNetwork.create(manager, 2);

        step(new SgrLocalBackprop(
                sampled,
                this::recorded,
                new PenaltySchedule(GradientDistance.COS, new WeightWarmup(WEIGHT, 0, 1), 0.6)));
        step(new GreedyLocal(greedy, this::recorded));

        assertSameFinalNetwork(sampled, greedy);
    }

    /** The gradients of the loss only, with respect to the parameters of the module. */
    private NDList partGradients(LocalModule module, NDArray x) {
        try (Recording on = Recording.on()) {
            NDArray scores = module.scores(module.features(x, Mode.TRAINING), Mode.TRAINING);
            return Gradients.of(CrossEntropy.mean(scores, batch.labels_BC()), module.trainable());
        }
    }

    private static double along(List<double[]> gradients, List<double[]> direction) {
        double along = 0;
        for (int i = 0; i < gradients.size(); i++) {
            for (int j = 0; j < gradients.get(i).length; j++) {
                along += gradients.get(i)[j] * direction.get(i)[j];
            }
        }
        return along;
    }

    @Test
    void movesOnlyTheModuleWhoseLossChanged() {
        LocalNetwork network = SoftplusNetwork.create(manager, 3);
        LocalModule middle = network.modules().get(1);
        LocalModule misled = new LocalModule(2, middle.blockNames(), middle.body(), LabelShiftHead.of(middle.head()));
        LocalNetwork changed = new LocalNetwork(List.of(network.modules().getFirst(), misled, network.last()));

        step(new GreedyLocal(network, this::recorded));
        step(new GreedyLocal(changed, this::recorded));

        assertThat(difference(optimizers.get(0).gradients, optimizers.get(3).gradients))
                .isZero();
        assertThat(difference(optimizers.get(1).gradients, optimizers.get(4).gradients))
                .isGreaterThan(1e-3);
        assertThat(difference(optimizers.get(2).gradients, optimizers.get(5).gradients))
                .isZero();
    }

    @Test
    void letsTheDistanceMoveTheUpperModuleOnly() {
        LocalNetwork network = SoftplusNetwork.create(manager, 3);
        LocalModule first = network.modules().getFirst();
        LocalModule changedHead =
                new LocalModule(1, first.blockNames(), first.body(), SoftplusNetwork.head(manager, 9));
        LocalNetwork changed =
                new LocalNetwork(List.of(changedHead, network.modules().get(1), network.last()));

        step(new SgrLocalBackprop(network, this::recorded, GradientDistance.SQ, new WeightWarmup(WEIGHT, 0, 1)));
        step(new SgrLocalBackprop(changed, this::recorded, GradientDistance.SQ, new WeightWarmup(WEIGHT, 0, 1)));

        // Another head below changes t, which moves module 2. Module 3 gets the same features and the same d as before.
        assertThat(difference(optimizers.get(1).gradients, optimizers.get(4).gradients))
                .isGreaterThan(1e-6);
        assertThat(difference(optimizers.get(2).gradients, optimizers.get(5).gradients))
                .isZero();
    }

    private List<ModuleMetrics> step(UpdateRule rule) {
        return rule.step(batch, 1, 0);
    }

    private NDArray features(LocalModule module) {
        try (Recording off = Recording.off()) {
            return module.features(batch.images_BCHW(), Mode.TRAINING);
        }
    }

    private NDArray gradientByFeatures(LocalModule module) {
        try (Recording on = Recording.on()) {
            NDArray o = Recording.leaf(module.features(batch.images_BCHW(), Mode.TRAINING));
            NDArray loss = CrossEntropy.mean(module.scores(o, Mode.TRAINING), batch.labels_BC());
            return Gradients.of(loss, new NDList(o)).singletonOrThrow();
        }
    }

    /** The loss plus the weighted distance, from first derivatives only: g has no graph. */
    private double objective(LocalModule module, NDArray input, NDArray t, GradientDistance distance) {
        try (Recording on = Recording.on()) {
            NDArray x = Recording.leaf(input);
            NDArray scores = module.scores(module.features(x, Mode.TRAINING), Mode.TRAINING);
            NDArray loss = CrossEntropy.mean(scores, batch.labels_BC());
            NDArray g = Gradients.of(loss, new NDList(x)).singletonOrThrow();
            return loss.getDouble() + WEIGHT * distance.between(g, t).getDouble();
        }
    }

    private double centralDifference(
            LocalModule module, NDArray x, NDArray t, GradientDistance distance, List<double[]> direction) {
        double reach = 1e-5;
        shift(module.trainable(), direction, reach);
        double above = objective(module, x, t, distance);
        shift(module.trainable(), direction, -2 * reach);
        double below = objective(module, x, t, distance);
        return (above - below) / (2 * reach);
    }

    private void shift(NDList parameters, List<double[]> direction, double reach) {
        try (Recording off = Recording.off()) {
            for (int i = 0; i < parameters.size(); i++) {
                NDArray parameter = parameters.get(i);
                parameter.addi(manager.create(direction.get(i))
                        .reshape(parameter.getShape())
                        .mul(reach));
            }
        }
    }

    /** A random direction of unit length, so that the error of the difference is far below the bound. */
    private static List<double[]> randomDirection(NDList parameters) {
        RandomStream random = RandomStream.named(5, "direction");
        double length = Math.sqrt(parameters.stream().mapToLong(NDArray::size).sum());
        List<double[]> direction = new ArrayList<>();
        for (NDArray parameter : parameters) {
            double[] values = new double[(int) parameter.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextGaussian() / length;
            }
            direction.add(values);
        }
        return direction;
    }

    private static double difference(List<double[]> first, List<double[]> second) {
        assertThat(first).hasSameSizeAs(second).isNotEmpty();
        double largest = 0;
        for (int i = 0; i < first.size(); i++) {
            for (int j = 0; j < first.get(i).length; j++) {
                largest = Math.max(largest, Math.abs(first.get(i)[j] - second.get(i)[j]));
            }
        }
        return largest;
    }

    private Optimizer recorded(NDList parameters) {
        Recorded optimizer = new Recorded();
        optimizers.add(optimizer);
        return optimizer;
    }

    /** Records the gradients and updates nothing. */
    private static final class Recorded implements Optimizer {

        private final List<double[]> gradients = new ArrayList<>();

        @Override
        public NDArray update(NDList given, double learningRate) {
            for (NDArray gradient : given) {
                gradients.add(gradient.toDoubleArray());
            }
            return Constant.of(0, given.head());
        }

        @Override
        public SequencedMap<String, NDArray> state() {
            return new LinkedHashMap<>();
        }
    }

    /** A layer that uses running statistics even in training. */
    private record Frozen(Layer layer) implements Layer {

        @Override
        public NDArray forward(NDArray x, Mode mode) {
            return layer.forward(x, Mode.EVALUATION);
        }

        @Override
        public Traced trace(Traced x, SavedTensors saved) {
            return layer.trace(x, saved);
        }

        @Override
        public Value describe(Graph graph, Value x) {
            return layer.describe(graph, x);
        }

        @Override
        public List<Parameter> parameters() {
            return layer.parameters();
        }
    }
}
