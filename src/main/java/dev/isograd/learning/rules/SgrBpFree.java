package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.reconciliation.BoundarySignal;
import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.reconciliation.Penalty;
import dev.isograd.learning.reconciliation.SingleLayerModule;
import dev.isograd.learning.reconciliation.SingleLayerPass;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * Successive Gradient Reconciliation without back-propagation (Yang et al. 2024, arXiv 2406.05222): each module is one
 * weight layer, nothing is recorded, and each gradient is an analytic formula of one layer.
 *
 * <p>The penalty moves the parameters as in {@link SgrLocalBackprop}: with v = λ ∂R/∂g, a constant, its gradient is that of
 * the directional derivative ⟨g, v⟩.
 */
public final class SgrBpFree implements UpdateRule {

    private final List<LocalModule> modules;
    private final List<SingleLayerModule> layers;
    private final LocalLearners learners;
    private final PenaltySchedule penalties;

    /** @throws IllegalArgumentException if a module has more than one weight layer, or a head that is not linear */
    public SgrBpFree(
            LocalNetwork network, Optimizer.Factory optimizers, GradientDistance distance, WeightWarmup weight) {
        this.modules = network.modules();
        this.layers = modules.stream().map(SingleLayerModule::of).toList();
        this.learners = LocalLearners.of(network, optimizers);
        this.penalties = new PenaltySchedule(distance, weight, 1);
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        Penalty penalty = penalties.at(step);
        List<ModuleMetrics> metrics = new ArrayList<>();
        BoundarySignal signal = BoundarySignal.images(batch.images_BCHW());
        for (LocalModule module : modules) {
            try (BoundarySignal below = signal;
                    NDScope scope = new NDScope();
                    Recording off = Recording.off()) {
                SingleLayerPass pass = new SingleLayerPass(layers.get(module.number() - 1), below.features(), batch);
                NDArray t = below.gradient();
                NDList agreement = new NDList();
                NDList gradients;
                if (t == null) {
                    gradients = pass.parameterGradients();
                } else {
                    SingleLayerPass.Vjp vjp = pass.vjp();
                    NDArray g = vjp.inputGradient();
                    agreement = Agreement.measure(g, t);
                    gradients = penalty.weight() == 0
                            ? pass.parameterGradients()
                            : vjp.jvp(penalty.gradient(g, t)).parameterGradients();
                }
                metrics.add(learners.of(module)
                        .update(pass.loss(), pass.scores(), batch, gradients, agreement, learningRate));
                signal = BoundarySignal.of(pass.features(), pass.featureGradient());
            }
        }
        signal.close();
        return metrics;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return learners.state();
    }
}
