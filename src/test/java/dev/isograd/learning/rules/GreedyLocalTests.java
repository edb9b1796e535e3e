package dev.isograd.learning.rules;

import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;

class GreedyLocalTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "greedy");
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new GreedyLocal(network, optimizers);
    }

    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return Set.of(head);
    }
}
