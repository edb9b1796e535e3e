package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    /** What the rule is tried on: small, in float64, for the images of {@link SoftplusNetwork}. */
    LocalNetwork network(int modules) {
        return SoftplusNetwork.create(manager, modules);
    }

    /** The head as if its labels were mixed up. */
    Layer misled(Layer head) {
        return new Relabelled(head);
    }

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
        return rule(network(MODULES), UpdateRuleContract::sgd);
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
    final LocalNetwork misled(LocalNetwork network, int head) {
        return new LocalNetwork(network.modules().stream()
                .map(module -> module.number() == head ? withHead(module, misled(module.head())) : module)
                .toList());
    }

    static LocalModule withHead(LocalModule module, Layer head) {
        return new LocalModule(module.number(), module.blockNames(), module.body(), head);
    }

    static Optimizer sgd(NDList parameters) {
        return new Sgd(parameters, 0.9, true, 0);
    }

    private Set<Integer> bodiesMovedWhenMisled(int head) {
        LocalNetwork network = network(MODULES);
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
