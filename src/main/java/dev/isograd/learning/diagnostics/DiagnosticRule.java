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
import dev.isograd.learning.reconciliation.BoundaryAgreement;
import dev.isograd.learning.rules.ActivationCheckpoints;
import dev.isograd.learning.rules.EndToEndGradient;
import dev.isograd.learning.rules.LocalRule;
import dev.isograd.learning.rules.ModuleMetrics;
import dev.isograd.learning.rules.ReconciliationDiagnostics;
import dev.isograd.learning.rules.StepDiagnostics;
import dev.isograd.learning.rules.UpdateRule;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Wraps any rule and measures one step in n: how close its gradients are to those of back-propagation, and which units are
 * dead.
 *
 * <p>The wrapped rule is unaware of this. The end-to-end gradient is computed before its step, and its optimizers are
 * observed during the step.
 */
public final class DiagnosticRule implements UpdateRule {

    /** The golden ratio: its multiples modulo 1 are spread evenly between 0 and 1. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final LocalNetwork network;
    private final List<Chain> segments;
    private final int every;
    private final boolean reconciliation;
    private final UpdateRule rule;

    private @Nullable BiConsumer<NDArray, NDArray> observer;

    /**
     * @param segments the network's blocks in order; the graph of one segment is alive at a time
     * @param every n, 1 or more
     * @param reconciliation whether to measure what {@link ReconciliationDiagnostics} has as well
     * @param rule creates the rule with the optimizers given to it
     */
    public DiagnosticRule(
            LocalNetwork network,
            List<Chain> segments,
            int every,
            boolean reconciliation,
            Optimizer.Factory optimizers,
            Function<Optimizer.Factory, UpdateRule> rule) {
        this.network = network;
        this.segments = List.copyOf(segments);
        this.every = every;
        // A network that trains as one module has no boundaries, and its update is that of back-propagation.
        this.reconciliation = reconciliation && network.modules().size() > 1;
        this.rule = rule.apply(new ObservedOptimizers(optimizers, this::observe));
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        if (!measures(step)) {
            return rule.step(batch, step, learningRate);
        }
        try (NDScope results = new NDScope()) {
            List<Double> dead = new ArrayList<>();
            Map<NDArray, NDArray> endToEnd = endToEnd(batch, dead);
            GradientComparison comparison = new GradientComparison(network, endToEnd);
            Supplier<List<ModuleMetrics>> trained = () -> rule.step(batch, step, learningRate);
            List<ReconciliationDiagnostics> reconciled = new ArrayList<>();
            List<ModuleMetrics> metrics = observed(
                    comparing(comparison, endToEnd),
                    reconciliation ? () -> reconciled(batch, trained, reconciled) : trained);
            List<Double> cosines = comparison.cosines();
            // If the network trains as one module, the features of that module are those of the last segment.
            List<Double> ofModules = dead.subList(dead.size() - cosines.size(), dead.size());
            return metrics.stream()
                    .map(module -> module.with(new StepDiagnostics(
                            cosines.get(module.module() - 1),
                            ofModules.get(module.module() - 1),
                            reconciled.isEmpty() ? null : reconciled.get(module.module() - 1))))
                    .toList();
        }
    }

    /** A measured step compares all modules at once. */
    @Override
    public Optional<LocalRule> local(long step) {
        return measures(step) ? Optional.empty() : rule.local(step);
    }

    private List<ModuleMetrics> reconciled(
            Batch batch, Supplier<List<ModuleMetrics>> step, List<ReconciliationDiagnostics> seen) {
        List<@Nullable BoundaryAgreement> boundaries = BoundaryProbe.measure(network, batch);
        SoloDescent descent = new SoloDescent(network, batch);
        List<ModuleMetrics> metrics = step.get();
        List<Boolean> lowered = descent.lowersLastLoss();
        for (int module = 0; module < lowered.size(); module++) {
            seen.add(new ReconciliationDiagnostics(boundaries.get(module), lowered.get(module)));
        }
        return metrics;
    }

    private List<ModuleMetrics> observed(BiConsumer<NDArray, NDArray> watcher, Supplier<List<ModuleMetrics>> step) {
        observer = watcher;
        try {
            return step.get();
        } finally {
            observer = null;
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return rule.state();
    }

    /** Selects one of every n steps, at varying positions. A fixed position could always or never meet the steps of `every` or `period`. */
    boolean measures(long step) {
        long window = step / every;
        return step % every == (long) (every * (window * GOLDEN % 1));
    }

    /** The end-to-end gradients by parameter; leaves running statistics unchanged. */
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

    /** Frees each end-to-end gradient after its comparison: the update that follows takes memory of its own. */
    private static BiConsumer<NDArray, NDArray> comparing(
            GradientComparison comparison, Map<NDArray, NDArray> endToEnd) {
        return (parameter, gradient) -> {
            comparison.compare(parameter, gradient);
            NDArray compared = endToEnd.remove(parameter);
            if (compared != null) {
                compared.close();
            }
        };
    }

    private void observe(NDArray parameter, NDArray gradient) {
        if (observer != null) {
            observer.accept(parameter, gradient);
        }
    }
}
