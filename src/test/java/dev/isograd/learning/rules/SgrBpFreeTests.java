package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.EtfHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.random.RandomStream;
import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.reconciliation.SingleLayerModule;
import dev.isograd.learning.reconciliation.SingleLayerPass;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SgrBpFreeTests extends UpdateRuleContract {

    private static final WeightWarmup WEIGHT = new WeightWarmup(0.7, 0, 1);
    private static final WeightWarmup ZERO = new WeightWarmup(0, 0, 1);

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new SgrBpFree(network, optimizers, GradientDistance.COS, WEIGHT);
    }

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "sgr-bp-free");
    }

    @Override
    Set<TinyNetwork> networks() {
        return EnumSet.of(TinyNetwork.MLP, TinyNetwork.VGG);
    }

    /** A network with one module per layer. */
    @Override
    LocalNetwork create(TinyNetwork network) {
        return network.create(manager, network == TinyNetwork.MLP ? MODULES : 7, new LinearHead());
    }

    /** Its own body directly, and the next one through t. */
    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return Set.of(head, head + 1);
    }

    @ParameterizedTest
    @EnumSource
    void followsTheGradientThatIsDifferentiatedTwice(GradientDistance distance) {
        for (Head head : List.of(new LinearHead(), new EtfHead())) {
            LocalNetwork network = PlainNetwork.create(manager, PlainNetwork.MODULES, head);

            RecordedGradients formula = of(network, rates -> new SgrBpFree(network, rates, distance, WEIGHT));
            RecordedGradients twice = of(network, rates -> new SgrLocalBackprop(network, rates, distance, WEIGHT));
            RecordedGradients greedy = of(network, rates -> new GreedyLocal(network, rates));

            for (LocalModule module : network.modules()) {
                for (Parameter parameter : module.parameters()) {
                    double error = error(formula, twice, parameter);
                    assertThat(error).as("%s under %s", parameter.name(), head).isLessThan(1e-10);
                }
                if (module.number() > 1) {
                    Parameter weight = module.body().parameters().getFirst();
                    assertThat(error(greedy, twice, weight)).isGreaterThan(1e-3);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsTheGradientOfSoftAndWeightedLabels(GradientDistance distance) {
        for (Head head : List.of(new LinearHead(), new EtfHead())) {
            LocalNetwork network = PlainNetwork.create(manager, PlainNetwork.MODULES, head);
            Batch soft = SoftplusNetwork.softBatch(manager, 5);

            RecordedGradients formula = of(network, soft, rates -> new SgrBpFree(network, rates, distance, WEIGHT));
            RecordedGradients twice =
                    of(network, soft, rates -> new SgrLocalBackprop(network, rates, distance, WEIGHT));
            RecordedGradients hard = of(network, rates -> new SgrBpFree(network, rates, distance, WEIGHT));

            for (LocalModule module : network.modules()) {
                for (Parameter parameter : module.parameters()) {
                    assertThat(error(formula, twice, parameter))
                            .as("%s under %s", parameter.name(), head)
                            .isLessThan(1e-10);
                }
                Parameter weight = module.body().parameters().getFirst();
                assertThat(error(hard, twice, weight)).isGreaterThan(1e-3);
            }
        }
    }

    @Test
    void followsTheGradientOfTheLossWhereThereIsNothingToReconcile() {
        for (Head head : List.of(new LinearHead(), new EtfHead())) {
            LocalNetwork network = PlainNetwork.create(manager, PlainNetwork.MODULES, head);

            RecordedGradients formula = of(network, rates -> new SgrBpFree(network, rates, GradientDistance.COS, ZERO));
            RecordedGradients recorded = of(network, rates -> new GreedyLocal(network, rates));

            for (LocalModule module : network.modules()) {
                for (Parameter parameter : module.parameters()) {
                    assertThat(error(formula, recorded, parameter)).isLessThan(1e-12);
                }
            }
        }
    }

    @Test
    void trainsAsGreedilyWhenTheWeightIsZero() {
        LocalNetwork free = network(PlainNetwork.MODULES);
        LocalNetwork greedy = network(PlainNetwork.MODULES);

        List<List<ModuleMetrics>> metrics =
                train(new SgrBpFree(free, UpdateRuleContract::sgd, GradientDistance.COS, ZERO), 5);
        List<List<ModuleMetrics>> expected = train(new GreedyLocal(greedy, UpdateRuleContract::sgd), 5);

        for (int l = 0; l < PlainNetwork.MODULES; l++) {
            assertSameMetrics(metrics.getLast().get(l), expected.getLast().get(l));
            List<Parameter> parameters = free.modules().get(l).parameters();
            for (int i = 0; i < parameters.size(); i++) {
                double[] wanted =
                        greedy.modules().get(l).parameters().get(i).array().toDoubleArray();
                assertThat(parameters.get(i).array().toDoubleArray())
                        .as(parameters.get(i).name())
                        .containsExactly(wanted, within(1e-10));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void descendsTheLossPlusTheWeightedDistance(GradientDistance distance) {
        LocalNetwork network = network(4);
        LocalModule third = network.modules().get(2);
        NDArray x = below(network, SingleLayerPass::features);
        NDArray t = below(network, SingleLayerPass::featureGradient);
        RecordedGradients recorded = of(network, rates -> new SgrBpFree(network, rates, distance, WEIGHT));
        double[] gradient = recorded.of(third.parameters());

        double[] direction = direction(gradient.length);
        double along = 0;
        for (int i = 0; i < gradient.length; i++) {
            along += gradient[i] * direction[i];
        }
        double reach = 1e-6;
        shift(third, direction, reach);
        double above = objective(third, x, t, distance);
        shift(third, direction, -2 * reach);
        double under = objective(third, x, t, distance);
        assertThat(along).isCloseTo((above - under) / (2 * reach), within(1e-6 * Math.abs(along)));
    }

    @Test
    void findsTheDirectionalDerivativeOfTheLoss() {
        LocalNetwork network = network(3);
        NDArray x = below(network, SingleLayerPass::features);
        SingleLayerPass.Vjp vjp = pass(network.modules().get(2), x).vjp();
        NDArray v = manager.create(direction((int) x.size())).reshape(x.getShape());
        double expected = vjp.inputGradient().mul(v).sum().getDouble();

        assertThat(vjp.jvp(v).directionalDerivative().getDouble()).isCloseTo(expected, within(1e-16));
    }

    @Test
    void recordsNothing() {
        LocalNetwork network = network(PlainNetwork.MODULES);
        List<NDArray> parameters = network.modules().stream()
                .flatMap(module -> module.trainable().stream())
                .toList();
        AtomicInteger seen = new AtomicInteger();
        Optimizer.Factory watching = owned -> new Watching(sgd(owned), () -> {
            assertThat(JniUtils.isGradMode()).isFalse();
            manager.getManagedArrays().stream()
                    .filter(NDArray.class::isInstance)
                    .map(NDArray.class::cast)
                    .filter(array -> parameters.stream().noneMatch(parameter -> parameter == array))
                    .forEach(array -> {
                        seen.incrementAndGet();
                        assertThat(array.hasGradient()).isFalse();
                    });
        });

        try (Recording on = Recording.on()) {
            rule(network, watching).step(SoftplusNetwork.batch(manager, 5), 0, 0.1);
        }

        assertThat(seen.get()).isGreaterThan(MODULES * 50);
    }

    @Test
    void refusesModulesOfMoreThanOneLayer() {
        LocalNetwork smooth = SoftplusNetwork.create(manager, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(smooth, UpdateRuleContract::sgd))
                .withMessageContaining("Module 1");
    }

    @Test
    void bringsNeighboursIntoAgreement() {
        double apart = cosine(ZERO);
        double drawn = cosine(new WeightWarmup(0.2, 0, 1));

        assertThat(drawn).isGreaterThan(apart + 0.1);
    }

    private LocalNetwork network(int modules) {
        return PlainNetwork.create(manager, modules, new LinearHead());
    }

    private double cosine(WeightWarmup weight) {
        UpdateRule rule = new SgrBpFree(network(MODULES), UpdateRuleContract::sgd, GradientDistance.COS, weight);
        return train(rule, 200).getLast().stream()
                .filter(metrics -> metrics.agreement() != null)
                .mapToDouble(
                        metrics -> Objects.requireNonNull(metrics.agreement()).cosine())
                .average()
                .orElseThrow();
    }

    private RecordedGradients of(LocalNetwork network, Function<Optimizer.Factory, UpdateRule> rule) {
        return of(network, SoftplusNetwork.batch(manager, 5), rule);
    }

    private static RecordedGradients of(
            LocalNetwork network, Batch batch, Function<Optimizer.Factory, UpdateRule> rule) {
        RecordedGradients recorded = new RecordedGradients();
        rule.apply(recorded).step(batch, 1, 0);
        return recorded;
    }

    /** The relative difference; 0 for parameters that no gradient moves. */
    private static double error(RecordedGradients given, RecordedGradients expected, Parameter parameter) {
        double[] actual = given.of(List.of(parameter));
        double[] wanted = expected.of(List.of(parameter));
        double difference = 0;
        double length = 0;
        for (int i = 0; i < wanted.length; i++) {
            difference += Math.pow(actual[i] - wanted[i], 2);
            length += wanted[i] * wanted[i];
        }
        return wanted.length == 0 ? 0 : Math.sqrt(difference / length);
    }

    private static void assertSameMetrics(ModuleMetrics metrics, ModuleMetrics expected) {
        assertThat(metrics.loss()).isCloseTo(expected.loss(), within(1e-10));
        assertThat(metrics.accuracy()).isEqualTo(expected.accuracy());
        assertThat(metrics.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-10));
        if (metrics.module() > 1) {
            assertThat(Objects.requireNonNull(metrics.agreement()).cosine())
                    .isCloseTo(Objects.requireNonNull(expected.agreement()).cosine(), within(1e-10));
        }
    }

    /** A result of the pass through the second module. */
    private NDArray below(LocalNetwork network, Function<SingleLayerPass, NDArray> part) {
        LocalModule first = network.modules().getFirst();
        LocalModule second = network.modules().get(1);
        NDArray images = SoftplusNetwork.batch(manager, 5).images_BCHW();
        try (Recording off = Recording.off()) {
            return part.apply(pass(second, first.features(images, Mode.RECOMPUTATION)));
        }
    }

    private SingleLayerPass pass(LocalModule module, NDArray x) {
        try (Recording off = Recording.off()) {
            return new SingleLayerPass(SingleLayerModule.of(module), x, SoftplusNetwork.batch(manager, 5));
        }
    }

    /** The objective, computed from first derivatives only. */
    private double objective(LocalModule module, NDArray x, NDArray t, GradientDistance distance) {
        SingleLayerPass pass = pass(module, x);
        return pass.loss().getDouble()
                + WEIGHT.weight()
                        * distance.between(pass.vjp().inputGradient(), t).getDouble();
    }

    private void shift(LocalModule module, double[] direction, double reach) {
        int from = 0;
        try (Recording off = Recording.off()) {
            for (NDArray parameter : module.trainable()) {
                int to = from + (int) parameter.size();
                parameter.addi(manager.create(Arrays.copyOfRange(direction, from, to))
                        .reshape(parameter.getShape())
                        .mul(reach));
                from = to;
            }
        }
    }

    /** A random direction of unit length. */
    private static double[] direction(int size) {
        RandomStream random = RandomStream.named(5, "direction");
        double[] direction = new double[size];
        for (int i = 0; i < size; i++) {
            direction[i] = random.nextGaussian() / Math.sqrt(size);
        }
        return direction;
    }

    /** Checks the state of recording before each update. */
    private record Watching(Optimizer optimizer, Runnable look) implements Optimizer {

        @Override
        public NDArray update(NDList gradients, double learningRate) {
            look.run();
            return optimizer.update(gradients, learningRate);
        }

        @Override
        public SequencedMap<String, NDArray> state() {
            return optimizer.state();
        }
    }
}
