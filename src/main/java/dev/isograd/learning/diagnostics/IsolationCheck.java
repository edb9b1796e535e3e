package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.rules.UpdateRule;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Finds by experiment which bodies the loss of each head moves: those that get another gradient once the head alone is
 * misled about the labels.
 *
 * <p>Leaves the network as it was, running statistics included.
 */
public final class IsolationCheck {

    /** How many times as far as two equal steps may differ, on devices whose sums have no fixed order. */
    private static final double BEYOND_NOISE = 100;

    private final LocalNetwork network;
    private final BiFunction<LocalNetwork, Optimizer.Factory, UpdateRule> rules;

    /** @param rules makes the rule for a network and the optimizers of its parts */
    public IsolationCheck(LocalNetwork network, BiFunction<LocalNetwork, Optimizer.Factory, UpdateRule> rules) {
        this.network = network;
        this.rules = rules;
    }

    /**
     * @param step as the rule is to believe; choose one on which it leaves nothing out
     * @return the numbers of the moved modules for each head, first head first
     */
    public List<List<Integer>> movedBodies(Batch batch, long step) {
        Map<NDArray, NDArray> right = new IdentityHashMap<>();
        try {
            step(network, batch, step, (parameter, gradient) -> right.put(parameter, kept(gradient)));
            List<Double> noise = distances(network, right, batch, step);
            List<List<Integer>> moved = new ArrayList<>();
            for (LocalModule module : network.modules()) {
                List<Double> changes = distances(misled(module.number()), right, batch, step);
                moved.add(network.modules().stream()
                        .map(LocalModule::number)
                        .filter(body -> isBeyond(noise.get(body - 1), changes.get(body - 1)))
                        .toList());
            }
            return List.copyOf(moved);
        } finally {
            right.values().forEach(NDArray::close);
        }
    }

    /** Without noise, any difference is one; what is not a number is not as it was. */
    private static boolean isBeyond(double noise, double change) {
        return !(change <= BEYOND_NOISE * noise);
    }

    /** How far each body's gradient is from the right one. */
    private List<Double> distances(LocalNetwork tried, Map<NDArray, NDArray> right, Batch batch, long step) {
        GradientComparison comparison = new GradientComparison(network, right);
        step(tried, batch, step, comparison::compare);
        return comparison.distances();
    }

    private void step(LocalNetwork tried, Batch batch, long step, BiConsumer<NDArray, NDArray> watcher) {
        try (NDScope scope = new NDScope()) {
            NDList statistics = statistics();
            NDList before = new NDList();
            statistics.forEach(array -> before.add(array.duplicate()));
            rules.apply(tried, ObservedOptimizers.unmoved(watcher)).step(batch, step, 0);
            for (int i = 0; i < before.size(); i++) {
                before.get(i).copyTo(statistics.get(i));
            }
        }
    }

    /** What moves without an optimizer. */
    private NDList statistics() {
        NDList arrays = new NDList();
        network.modules().stream()
                .flatMap(module -> module.parameters().stream())
                .filter(parameter -> !parameter.trainable())
                .map(Parameter::array)
                .forEach(arrays::add);
        return arrays;
    }

    private LocalNetwork misled(int head) {
        return new LocalNetwork(network.modules().stream()
                .map(module -> module.number() == head
                        ? new LocalModule(head, module.blockNames(), module.body(), LabelShiftHead.of(module.head()))
                        : module)
                .toList());
    }

    /** Outlives the scopes of the step that made it. */
    private static NDArray kept(NDArray gradient) {
        NDArray copy = gradient.duplicate();
        NDScope.unregister(copy);
        return copy;
    }
}
