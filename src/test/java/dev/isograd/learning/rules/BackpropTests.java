package dev.isograd.learning.rules;

import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;

class BackpropTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "backprop");
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new Backprop(network, optimizers);
    }

    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return head == MODULES ? Set.of(1, 2, 3, 4) : Set.of();
    }
}
