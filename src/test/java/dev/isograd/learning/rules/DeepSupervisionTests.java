package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeepSupervisionTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "deep-supervision");
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new DeepSupervision(network, optimizers);
    }

    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return IntStream.rangeClosed(1, head).boxed().collect(Collectors.toSet());
    }

    @Test
    void equalsBackpropForOneModule() {
        LocalNetwork supervised = SoftplusNetwork.create(manager, 1);
        LocalNetwork whole = SoftplusNetwork.create(manager, 1);

        assertThat(train(rule(supervised, UpdateRuleContract::sgd), 5))
                .isEqualTo(train(new Backprop(whole, UpdateRuleContract::sgd), 5));
        assertSameFinalNetwork(supervised, whole);
    }
}
