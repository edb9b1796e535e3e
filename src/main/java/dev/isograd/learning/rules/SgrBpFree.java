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
import dev.isograd.learning.rules.ModuleWork.Result;
import java.util.List;
import java.util.SequencedMap;

/**
 * Successive Gradient Reconciliation without back-propagation (Yang et al. 2024, arXiv 2406.05222): each module is one
 * weight layer, nothing is recorded, and each gradient is an analytic formula of one layer.
 *
 * <p>The penalty moves the parameters as in {@link SgrLocalBackprop}: with v = λ ∂R/∂g, a constant, its gradient is that of
 * the directional derivative ⟨g, v⟩.
 */
public final class SgrBpFree implements LocalRule {

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
    public List<LocalModule> modules() {
        return modules;
    }

    @Override
    public Result<ModuleMetrics> step(
            LocalModule module, BoundarySignal below, Batch batch, long step, double learningRate) {
        Penalty penalty = penalties.at(step);
        try (NDScope scope = new NDScope();
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
                        : vjp.jvp(penalty.gradient(g, t, below.features())).parameterGradients();
            }
            ModuleMetrics metrics =
                    learners.of(module).update(pass.loss(), pass.scores(), batch, gradients, agreement, learningRate);
            return new Result<>(metrics, BoundarySignal.of(pass.features(), pass.featureGradient()));
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return learners.state();
    }
}
