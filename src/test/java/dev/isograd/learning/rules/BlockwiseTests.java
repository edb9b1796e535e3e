package dev.isograd.learning.rules;

import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;

/** The rule is the greedy one; what is its own are the heads. */
class BlockwiseTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "blockwise");
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new GreedyLocal(network, optimizers);
    }

    @Override
    LocalNetwork create(TinyNetwork network) {
        return network.create(manager, MODULES, new LinearHead());
    }

    /** Block 1 follows loss 1 alone, where deep supervision lets it follow loss 4 too. */
    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return Set.of(head);
    }
}
