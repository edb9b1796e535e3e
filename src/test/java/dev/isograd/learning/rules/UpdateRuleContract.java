package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.optimizers.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every update rule promises. */
abstract class UpdateRuleContract {

    static final int MODULES = 4;

    final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    abstract UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers);

    /** Numbers of the modules whose body follows the loss of the given module's head, directly or by reconciliation. */
    abstract Set<Integer> bodiesMovedBy(int head);

    @Test
    void lowersEveryLossOnATinySet() {
        List<List<ModuleFigures>> steps = train(fresh(), 40);

        List<ModuleFigures> first = steps.getFirst();
        for (int i = 0; i < first.size(); i++) {
            assertThat(steps.getLast().get(i).loss()).isLessThan(first.get(i).loss() / 2);
        }
    }

    @Test
    void repeatsEveryFigureFromTheSameWeights() {
        assertThat(train(fresh(), 5)).isEqualTo(train(fresh(), 5));
    }

    @Test
    void movesOnlyTheBodiesThatItClaims() {
        for (int head = 1; head <= MODULES; head++) {
            assertThat(bodiesMovedWhenMisled(head)).as("head %d", head).isEqualTo(bodiesMovedBy(head));
        }
    }

    @Test
    void leavesNoArrayBehind() {
        Batch batch = SoftplusNetwork.batch(manager, 5);
        UpdateRule rule = fresh();
        int before = manager.getManagedArrays().size();
        for (int step = 0; step < 3; step++) {
            rule.step(batch, step, 0.1);
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void listsEveryArrayThatItKeepsBetweenSteps() {
        LocalNetwork network = SoftplusNetwork.create(manager, MODULES);
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

    final List<List<ModuleFigures>> train(UpdateRule rule, int steps) {
        Batch batch = SoftplusNetwork.batch(manager, 5);
        List<List<ModuleFigures>> figures = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            figures.add(rule.step(batch, step, 0.1));
        }
        return figures;
    }

    final UpdateRule fresh() {
        return rule(SoftplusNetwork.create(manager, MODULES), UpdateRuleContract::sgd);
    }

    /** Bit for bit, running statistics included. */
    static void assertSameFinalNetwork(LocalNetwork network, LocalNetwork expected) {
        List<Parameter> parameters = network.finalParameters();
        for (int i = 0; i < parameters.size(); i++) {
            assertThat(parameters.get(i).array().toDoubleArray())
                    .as(parameters.get(i).name())
                    .isEqualTo(expected.finalParameters().get(i).array().toDoubleArray());
        }
    }

    /** The same network, with one head's labels mixed up. */
    static LocalNetwork misled(LocalNetwork network, int head) {
        return new LocalNetwork(network.modules().stream()
                .map(module -> module.number() == head ? withHead(module, new Relabelled(module.head())) : module)
                .toList());
    }

    static LocalModule withHead(LocalModule module, Layer head) {
        return new LocalModule(module.number(), module.blockNames(), module.body(), head);
    }

    static Optimizer sgd(NDList parameters) {
        return new Sgd(parameters, 0.9, true, 0);
    }

    private static Set<String> uids(Collection<NDArray> arrays) {
        return arrays.stream().map(NDArray::getUid).collect(Collectors.toSet());
    }

    private Set<Integer> bodiesMovedWhenMisled(int head) {
        LocalNetwork network = SoftplusNetwork.create(manager, MODULES);
        RecordedGradients right = gradients(network, 0);
        RecordedGradients wrong = gradients(misled(network, head), 0);
        Set<Integer> moved = new TreeSet<>();
        for (LocalModule module : network.modules()) {
            List<Parameter> body = module.body().parameters();
            assertThat(right.of(body)).isNotEmpty();
            if (!Arrays.equals(right.of(body), wrong.of(body))) {
                moved.add(module.number());
            }
        }
        return moved;
    }
}
