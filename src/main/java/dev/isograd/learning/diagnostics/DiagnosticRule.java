package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.rules.ActivationCheckpoints;
import dev.isograd.learning.rules.EndToEndGradient;
import dev.isograd.learning.rules.ModuleMetrics;
import dev.isograd.learning.rules.StepDiagnostics;
import dev.isograd.learning.rules.UpdateRule;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Any rule, with a look at one step in n: how close what it does is to back-propagation, and which units are dead.
 *
 * <p>The rule knows nothing of it: the true gradient is found before its step, and its optimizers are watched during it.
 */
public final class DiagnosticRule implements UpdateRule {

    /** Its multiples, taken modulo 1, fill the space between 0 and 1 evenly. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final LocalNetwork network;
    private final List<Chain> segments;
    private final int every;
    private final UpdateRule rule;

    private @Nullable GradientComparison watched;

    /**
     * @param segments the network's blocks in order; one of them is held as a graph at a time
     * @param every n, 1 or more
     * @param rule makes the rule for the optimizers given to it
     */
    public DiagnosticRule(
            LocalNetwork network,
            List<Chain> segments,
            int every,
            Optimizer.Factory optimizers,
            Function<Optimizer.Factory, UpdateRule> rule) {
        this.network = network;
        this.segments = List.copyOf(segments);
        this.every = every;
        this.rule = rule.apply(new ObservedOptimizers(optimizers, this::watch));
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        if (!looksInto(step)) {
            return rule.step(batch, step, learningRate);
        }
        try (NDScope results = new NDScope()) {
            List<Double> dead = new ArrayList<>();
            GradientComparison comparison = new GradientComparison(network, endToEnd(batch, dead));
            watched = comparison;
            List<ModuleMetrics> metrics = rule.step(batch, step, learningRate);
            watched = null;
            List<Double> cosines = comparison.cosines();
            // A network that learns as one has the last segment's features for its only module's.
            List<Double> ofModules = dead.subList(dead.size() - cosines.size(), dead.size());
            return metrics.stream()
                    .map(module -> module.with(
                            new StepDiagnostics(cosines.get(module.module() - 1), ofModules.get(module.module() - 1))))
                    .toList();
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return rule.state();
    }

    /** One of every n steps, and not always the same: a rule's own rhythm would else be met always or never. */
    boolean looksInto(long step) {
        long window = step / every;
        return step % every == (long) (every * (window * GOLDEN % 1));
    }

    /** By parameter; running statistics stay where they are. */
    private Map<NDArray, NDArray> endToEnd(Batch batch, List<Double> dead) {
        ActivationCheckpoints checkpoints =
                new ActivationCheckpoints(segments, batch.images_BCHW(), Mode.RECOMPUTATION);
        for (int s = 1; s < segments.size(); s++) {
            dead.add(deadUnits(checkpoints.input(s)));
        }
        Layer classifier = network.last().head();
        EndToEndGradient all = EndToEndGradient.of(checkpoints, segments, classifier, batch);
        dead.add(deadUnits(all.features()));

        NDList parameters = Parameter.trainable(Stream.concat(segments.stream(), Stream.of(classifier))
                .flatMap(layer -> layer.parameters().stream())
                .toList());
        Map<NDArray, NDArray> gradients = new IdentityHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            gradients.put(parameters.get(i), all.gradients().get(i));
        }
        return gradients;
    }

    private static double deadUnits(NDArray features) {
        try (NDScope scope = new NDScope();
                Recording off = Recording.off()) {
            return DeadUnits.of(features);
        }
    }

    private void watch(NDArray parameter, NDArray gradient) {
        if (watched != null) {
            watched.compare(parameter, gradient);
        }
    }
}
