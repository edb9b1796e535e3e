package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckpointedBackpropTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "checkpointed-backprop");
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new CheckpointedBackprop(network.bodies(), network.last().head(), optimizers);
    }

    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return head == MODULES ? Set.of(1, 2, 3, 4) : Set.of();
    }

    @Test
    void equalsBackpropInFiguresWeightsAndRunningStatistics() {
        LocalNetwork checkpointed = SoftplusNetwork.create(manager, MODULES);
        LocalNetwork plain = SoftplusNetwork.create(manager, MODULES);

        assertThat(train(rule(checkpointed, UpdateRuleContract::sgd), 5))
                .isEqualTo(train(new Backprop(plain, UpdateRuleContract::sgd), 5));

        assertSameFinalNetwork(checkpointed, plain);
    }
}
