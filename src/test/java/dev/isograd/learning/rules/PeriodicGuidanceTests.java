package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeriodicGuidanceTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "pgl", "period", 2);
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new PeriodicGuidance(network, optimizers, 2);
    }

    /** The first step is a local one. */
    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return Set.of(head);
    }

    @Test
    void equalsBackpropWhenEveryStepIsGuided() {
        LocalNetwork guided = SoftplusNetwork.create(manager, MODULES);
        LocalNetwork whole = SoftplusNetwork.create(manager, MODULES);

        train(new PeriodicGuidance(guided, UpdateRuleContract::sgd, 1), 5);
        train(new Backprop(whole, UpdateRuleContract::sgd), 5);

        assertSameFinalNetwork(guided, whole);
    }

    @Test
    void equalsGreedyBeforeTheFirstGuidedStepAndNotAfterIt() {
        LocalNetwork guided = SoftplusNetwork.create(manager, MODULES);
        LocalNetwork greedy = SoftplusNetwork.create(manager, MODULES);

        List<List<ModuleMetrics>> metrics = train(new PeriodicGuidance(guided, UpdateRuleContract::sgd, 4), 5);
        List<List<ModuleMetrics>> local = train(new GreedyLocal(greedy, UpdateRuleContract::sgd), 5);

        assertThat(metrics.subList(0, 3)).isEqualTo(local.subList(0, 3));
        assertThat(metrics.get(4)).isNotEqualTo(local.get(4));
    }

    @Test
    void letsHeadsFollowTheirOwnLossInAGuidedStep() {
        LocalNetwork network = SoftplusNetwork.create(manager, MODULES);
        RecordedGradients guided = gradients(network, 1);
        RecordedGradients local = gradients(network, 0);

        for (LocalModule module : network.modules()) {
            assertThat(guided.of(module.head().parameters()))
                    .isEqualTo(local.of(module.head().parameters()));
        }
    }
}
