package dev.isograd.learning.rules;

import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;

/** Blockwise learning is the greedy rule with other heads. */
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

    /** Only loss 1 moves block 1. Under deep supervision, loss 4 would move it, too. */
    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return Set.of(head);
    }
}
