package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckpointedBackpropTests extends UpdateRuleContract {

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        List<Chain> segments = network.modules().stream().map(LocalModule::body).toList();
        return new CheckpointedBackprop(segments, network.last().head(), optimizers);
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

        List<Parameter> parameters = checkpointed.finalParameters();
        for (int i = 0; i < parameters.size(); i++) {
            assertThat(parameters.get(i).array())
                    .as(parameters.get(i).name())
                    .isEqualTo(plain.finalParameters().get(i).array());
        }
    }
}
