package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.TrainingRun;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.diagnostics.IsolationCheck;
import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.optimizers.Sgd;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws that every update rule keeps on every network that it supports.
 *
 * <p>Each rule has a subclass; {@link ContractCoverageTests} checks this.
 */
public abstract class UpdateRuleContract {

    static final int MODULES = 4;

    private static final LabelledImages TINY_SET = Synthetic.images(32, 1, 8, 3);

    final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    /** The spec of the rule. */
    abstract Map<String, ?> spec();

    abstract UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers);

    /**
     * The numbers of the modules whose bodies the loss of the given head moves, directly or by reconciliation. Numbers that the
     * network does not have are ignored.
     */
    abstract Set<Integer> bodiesMovedBy(int head);

    /** The networks that the rule supports; all by default. */
    Set<TinyNetwork> networks() {
        return EnumSet.allOf(TinyNetwork.class);
    }

    /** A network that the rule supports, with {@link #MODULES} modules. */
    LocalNetwork create(TinyNetwork network) {
        return network.create(manager, MODULES, new DglHead());
    }

    @ParameterizedTest
    @EnumSource
    void lowersItsLossesOnATinySet(TinyNetwork network) {
        assumeTakes(network);

        TrainingRun run = TrainingRun.of(training(network, 8), TINY_SET);

        List<Double> all = run.values("module.loss");
        int modules = all.size() / run.losses().size();
        assertThat(run.losses().getLast()).isLessThan(0.7 * run.losses().getFirst());
        assertThat(sum(all.subList(all.size() - modules, all.size()))).isLessThan(0.85 * sum(all.subList(0, modules)));
    }

    /** The default network of the tests, or else the first one that the rule supports. */
    @Test
    void tellsTheClassesApart() {
        TinyNetwork network = networks().contains(TinyNetwork.RESNET)
                ? TinyNetwork.RESNET
                : networks().iterator().next();
        TrainingSpec training = Synthetic.spec(spec(), Map.of("network", network.spec(), "epochs", 6));

        TrainingRun run = TrainingRun.of(training, Synthetic.images(70, 1, 12, 3));

        assertThat(run.outcome().testAccuracy()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @EnumSource
    void repeatsEveryFigureWithTheSameSeed(TinyNetwork network) {
        assumeTakes(network);

        TrainingRun first = TrainingRun.of(training(network, 1), TINY_SET);
        TrainingRun second = TrainingRun.of(training(network, 1), TINY_SET);

        assertThat(second.metrics()).isEqualTo(first.metrics());
        assertThat(second.weights()).isEqualTo(first.weights());
    }

    @ParameterizedTest
    @EnumSource
    void continuesAsIfItHadNotStopped(TinyNetwork network) {
        assumeTakes(network);

        TrainingRun whole = TrainingRun.of(training(network, 2), TINY_SET);
        TrainingRun interrupted = TrainingRun.interrupted(training(network, 2), TINY_SET);

        assertThat(interrupted.metrics()).isEqualTo(whole.metrics());
        assertThat(interrupted.weights()).isEqualTo(whole.weights());
    }

    @ParameterizedTest
    @EnumSource
    void learnsTheSameInAnyNumberOfLanes(TinyNetwork network) {
        assumeTakes(network);
        TrainingSpec inTurn = training(network, 1);
        Assumptions.assumeTrue(inTurn.rule().runsInLanes(), "modules need each other");
        TrainingRun expected = TrainingRun.of(inTurn, TINY_SET);

        for (int lanes : Set.of(2, 3, inTurn.split().modules())) {
            TrainingRun inLanes = TrainingRun.of(inLanes(inTurn, lanes), TINY_SET);

            assertThat(inLanes.metrics()).as("%d lanes", lanes).isEqualTo(expected.metrics());
            assertThat(inLanes.weights()).as("%d lanes", lanes).isEqualTo(expected.weights());
        }
    }

    /** Partial batches, held-out images, and all changes to images and labels at once. */
    @Test
    void continuesAndRunsInLanesWithEveryOption() {
        TrainingSpec plain = training(networks().iterator().next(), 2);
        Map<String, Object> tree = new HashMap<>(SpecWriter.write(plain));
        tree.putAll(Map.of("batchSize", 10, "dropLast", false, "validationFraction", 0.2, "sampling", "balanced"));
        tree.putAll(Map.of("classWeights", "balanced", "labelSmoothing", 0.1));
        Map<String, ?> changes = Map.of(
                "flip", true, "cropPadding", 1, "randAugment", 2, "magnitude", 9, "randomErasing", 0.5, "mixup", 0.3);
        tree.put("augmentation", changes);
        TrainingSpec everything = SpecReader.read(tree);

        TrainingRun whole = TrainingRun.of(everything, TINY_SET);
        TrainingRun interrupted = TrainingRun.interrupted(everything, TINY_SET);

        assertThat(whole.losses()).hasSize(6).allMatch(Double::isFinite);
        assertThat(whole.values("validation.accuracy")).hasSize(2);
        assertThat(interrupted.metrics()).isEqualTo(whole.metrics());
        assertThat(interrupted.weights()).isEqualTo(whole.weights());
        assertThat(TrainingRun.of(plain, TINY_SET).weights()).isNotEqualTo(whole.weights());
        if (everything.rule().runsInLanes()) {
            TrainingRun inLanes = TrainingRun.of(inLanes(everything, 2), TINY_SET);
            assertThat(inLanes.metrics()).isEqualTo(whole.metrics());
            assertThat(inLanes.weights()).isEqualTo(whole.weights());
        }
    }

    @Test
    void describesOneModuleAtATimeIfItRunsInLanes() {
        TinyNetwork network = networks().iterator().next();

        assertThat(rule(create(network), UpdateRuleContract::sgd).local(0).isPresent())
                .isEqualTo(training(network, 1).rule().runsInLanes());
    }

    private static TrainingSpec inLanes(TrainingSpec spec, int lanes) {
        Map<String, Object> tree = new HashMap<>(SpecWriter.write(spec));
        tree.put("parallel", Map.of("lanes", lanes));
        return SpecReader.read(tree);
    }

    @ParameterizedTest
    @EnumSource
    void movesOnlyTheBodiesThatItClaims(TinyNetwork network) {
        assumeTakes(network);
        LocalNetwork tried = create(network);
        IsolationCheck check = new IsolationCheck(tried, this::rule);

        List<List<Integer>> moved = check.movedBodies(SoftplusNetwork.batch(manager, 5), 0);

        for (LocalModule module : tried.modules()) {
            assertThat(moved.get(module.number() - 1))
                    .as("head %d", module.number())
                    .hasSameElementsAs(bodiesMovedBy(module.number()).stream()
                            .filter(body -> body <= tried.modules().size())
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoArrayBehind(TinyNetwork network) {
        assumeTakes(network);
        Batch batch = SoftplusNetwork.batch(manager, 5);
        UpdateRule rule = rule(create(network), UpdateRuleContract::sgd);
        int before = manager.getManagedArrays().size();

        for (int step = 0; step < 3; step++) {
            rule.step(batch, step, 0.1);
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void refusesTheNetworksThatItDoesNotTake() {
        for (TinyNetwork network : EnumSet.complementOf(EnumSet.copyOf(networks()))) {
            assertThatThrownBy(() -> training(network, 1)).as("%s", network).isInstanceOf(InvalidSpec.class);
        }
    }

    @Test
    void listsEveryArrayThatItKeepsBetweenSteps() {
        LocalNetwork network = create(networks().iterator().next());
        Batch batch = SoftplusNetwork.batch(manager, 5);
        Set<String> networks = uids(manager.getManagedArrays());
        Optimizer.Factory optimizers = parameters -> {
            networks.addAll(uids(parameters));
            return sgd(parameters);
        };

        UpdateRule rule = rule(network, optimizers);
        rule.step(batch, 0, 0.1);

        Set<String> kept = uids(manager.getManagedArrays());
        kept.removeAll(networks);
        assertThat(kept).isNotEmpty().isEqualTo(uids(rule.state().values()));
    }

    final RecordedGradients gradients(LocalNetwork network, long step) {
        RecordedGradients recorded = new RecordedGradients();
        rule(network, recorded).step(SoftplusNetwork.batch(manager, 5), step, 0);
        return recorded;
    }

    final List<List<ModuleMetrics>> train(UpdateRule rule, int steps) {
        Batch batch = SoftplusNetwork.batch(manager, 5);
        List<List<ModuleMetrics>> metrics = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            metrics.add(rule.step(batch, step, 0.1));
        }
        return metrics;
    }

    /** Compares the networks bit for bit, including running statistics. */
    public static void assertSameFinalNetwork(LocalNetwork network, LocalNetwork expected) {
        List<Parameter> parameters = network.finalParameters();
        for (int i = 0; i < parameters.size(); i++) {
            assertThat(parameters.get(i).array().toDoubleArray())
                    .as(parameters.get(i).name())
                    .isEqualTo(expected.finalParameters().get(i).array().toDoubleArray());
        }
    }

    static LocalModule withHead(LocalModule module, Layer head) {
        return new LocalModule(module.number(), module.blockNames(), module.body(), head);
    }

    public static Optimizer sgd(NDList parameters) {
        return new Sgd(parameters, 0.9, true, 0);
    }

    private void assumeTakes(TinyNetwork network) {
        Assumptions.assumeTrue(networks().contains(network), "not a network of this rule");
    }

    private TrainingSpec training(TinyNetwork network, int epochs) {
        Map<String, ?> optimizer =
                Map.of("type", "adamw", "learningRate", 0.02, "schedule", Map.of("type", "constant"));
        return Synthetic.spec(spec(), Map.of("network", network.spec(), "optimizer", optimizer, "epochs", epochs));
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Set<String> uids(Collection<NDArray> arrays) {
        return arrays.stream().map(NDArray::getUid).collect(Collectors.toSet());
    }
}
