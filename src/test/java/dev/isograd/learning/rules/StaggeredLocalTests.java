package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaggeredLocalTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "staggered", "group", 2);
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new StaggeredLocal(network, optimizers, 2);
    }

    /** In the first step the groups are modules 1 and 2, and modules 3 and 4. */
    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return head % 2 == 0 ? Set.of(head - 1, head) : Set.of();
    }

    @Test
    void trainsEachGroupByBackprop() {
        LocalNetwork network = SoftplusNetwork.create(manager, MODULES);
        LocalNetwork lowerTwo = new LocalNetwork(network.modules().subList(0, 2));
        RecordedGradients staggered = new RecordedGradients();
        rule(network, staggered).step(SoftplusNetwork.batch(manager, 5), 0, 0);

        RecordedGradients endToEnd = new RecordedGradients();
        new Backprop(lowerTwo, endToEnd).step(SoftplusNetwork.batch(manager, 5), 0, 0);

        for (LocalModule module : lowerTwo.modules()) {
            assertThat(staggered.of(module.body().parameters()))
                    .isEqualTo(endToEnd.of(module.body().parameters()));
        }
    }

    @Test
    void movesTheBordersUpInEveryStep() {
        LocalNetwork network = SoftplusNetwork.create(manager, 7);
        UpdateRule rule = new StaggeredLocal(network, UpdateRuleContract::sgd, 3);

        List<List<ModuleMetrics>> steps = train(rule, 4);

        assertThat(steps)
                .extracting(StaggeredLocalTests::modulesAboveABorder)
                .containsExactly(List.of(4, 7), List.of(3, 6), List.of(2, 5), List.of(4, 7));
    }

    /** Gradients meet only at the borders of groups. */
    private static List<Integer> modulesAboveABorder(List<ModuleMetrics> step) {
        return step.stream()
                .filter(metrics -> metrics.agreement() != null)
                .map(ModuleMetrics::module)
                .toList();
    }

    @Test
    void letsEveryHeadFollowItsOwnLoss() {
        LocalNetwork network = SoftplusNetwork.create(manager, MODULES);
        RecordedGradients staggered = new RecordedGradients();
        rule(network, staggered).step(SoftplusNetwork.batch(manager, 5), 0, 0);
        RecordedGradients greedy = new RecordedGradients();
        new GreedyLocal(network, greedy).step(SoftplusNetwork.batch(manager, 5), 0, 0);

        for (LocalModule module : network.modules()) {
            assertThat(staggered.of(module.head().parameters()))
                    .isEqualTo(greedy.of(module.head().parameters()));
        }
    }
}
