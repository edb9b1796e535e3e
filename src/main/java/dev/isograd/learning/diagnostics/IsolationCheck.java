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
 * Finds by experiment which bodies the loss of each head moves. A head is given shifted labels; the bodies whose gradients
 * change are the ones that its loss moves.
 *
 * <p>The network stays unchanged, including its running statistics.
 */
public final class IsolationCheck {

    /** A change counts if it is this many times larger than the difference between two equal steps. */
    private static final double BEYOND_NOISE = 100;

    private final LocalNetwork network;
    private final BiFunction<LocalNetwork, Optimizer.Factory, UpdateRule> rules;

    /** @param rules creates the rule of a network with the given optimizers */
    public IsolationCheck(LocalNetwork network, BiFunction<LocalNetwork, Optimizer.Factory, UpdateRule> rules) {
        this.network = network;
        this.rules = rules;
    }

    /**
     * Runs the experiment on one batch.
     *
     * @param step number that is passed to the rule; choose a step on which the rule leaves nothing out
     * @return for each head, first head first, the numbers of the modules whose bodies it moves
     */
    public List<List<Integer>> movedBodies(Batch batch, long step) {
        Map<NDArray, NDArray> right = new IdentityHashMap<>();
        try {
            step(network, batch, step, (parameter, gradient) -> right.put(parameter, copyOf(gradient)));
            List<Double> noise = distances(network, right, batch, step);
            List<List<Integer>> moved = new ArrayList<>();
            for (LocalModule module : network.modules()) {
                List<Double> changes = distances(withShiftedLabels(module.number()), right, batch, step);
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

    /** Without noise, any difference counts. So does a change that is not a number. */
    private static boolean isBeyond(double noise, double change) {
        return !(change <= BEYOND_NOISE * noise);
    }

    /** The distance of each body's gradient from the one with correct labels. */
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
            rules.apply(tried, ObservedOptimizers.withoutUpdates(watcher)).step(batch, step, 0);
            for (int i = 0; i < before.size(); i++) {
                before.get(i).copyTo(statistics.get(i));
            }
        }
    }

    /** The arrays that change without an optimizer. */
    private NDList statistics() {
        NDList arrays = new NDList();
        network.modules().stream()
                .flatMap(module -> module.parameters().stream())
                .filter(parameter -> !parameter.trainable())
                .map(Parameter::array)
                .forEach(arrays::add);
        return arrays;
    }

    private LocalNetwork withShiftedLabels(int head) {
        return new LocalNetwork(network.modules().stream()
                .map(module -> module.number() == head
                        ? new LocalModule(head, module.blockNames(), module.body(), LabelShiftHead.of(module.head()))
                        : module)
                .toList());
    }

    /** A copy that outlives the scopes of its step. */
    private static NDArray copyOf(NDArray gradient) {
        NDArray copy = gradient.duplicate();
        NDScope.unregister(copy);
        return copy;
    }
}
