package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverlapLocalTests extends UpdateRuleContract {

    @Override
    Map<String, ?> spec() {
        return Map.of("type", "overlap");
    }

    @Override
    UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return new OverlapLocal(network, optimizers);
    }

    /** The loss of the first head moves no body. */
    @Override
    Set<Integer> bodiesMovedBy(int head) {
        return head == 1 ? Set.of() : Set.of(head - 1, head);
    }

    @Test
    void equalsBackpropForTwoModules() {
        LocalNetwork overlapping = SoftplusNetwork.create(manager, 2);
        LocalNetwork whole = SoftplusNetwork.create(manager, 2);

        train(rule(overlapping, UpdateRuleContract::sgd), 5);
        train(new Backprop(whole, UpdateRuleContract::sgd), 5);

        assertSameFinalNetwork(overlapping, whole);
    }

    @Test
    void addsTheTwoLossesGradients() {
        LocalNetwork network = SoftplusNetwork.create(manager, 3);
        LocalNetwork lower = new LocalNetwork(network.modules().subList(0, 2));
        RecordedGradients all = gradients(network, 0);

        RecordedGradients own = new RecordedGradients();
        new GreedyLocal(network, own).step(SoftplusNetwork.batch(manager, 5), 0, 0);
        RecordedGradients ofSecondHead = new RecordedGradients();
        new Backprop(lower, ofSecondHead).step(SoftplusNetwork.batch(manager, 5), 0, 0);

        LocalModule first = network.modules().getFirst();
        LocalModule second = network.modules().get(1);
        LocalModule third = network.last();
        assertThat(all.of(first.body().parameters()))
                .isEqualTo(ofSecondHead.of(first.body().parameters()));
        assertThat(all.of(third.parameters())).isEqualTo(own.of(third.parameters()));
        double[] fromAbove = fromThirdHead(network).of(second.body().parameters());
        double[] fromOwn = own.of(second.body().parameters());
        double[] sum = all.of(second.body().parameters());
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isCloseTo(fromOwn[i] + fromAbove[i], within(1e-14));
        }
    }

    /** In the second body, the end-to-end gradient of the third loss is the one that passes through the third body. */
    private RecordedGradients fromThirdHead(LocalNetwork network) {
        RecordedGradients recorded = new RecordedGradients();
        new Backprop(network, recorded).step(SoftplusNetwork.batch(manager, 5), 0, 0);
        return recorded;
    }
}
