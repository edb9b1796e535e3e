package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.BoundarySignal;
import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.reconciliation.ModulePass;
import dev.isograd.learning.reconciliation.Penalty;
import dev.isograd.learning.rules.ModuleWork.Result;
import java.util.List;
import java.util.SequencedMap;

/**
 * Successive Gradient Reconciliation in its local-backpropagation form (Yang et al. 2024, arXiv 2406.05222): greedy local
 * learning in which each module also learns to agree with the module below.
 *
 * <p>At every boundary, g is the gradient of the upper module's loss with respect to its input, and t that of the lower
 * module's loss with respect to its output. A penalty moves g towards t. Because t is a constant, the penalty moves the upper
 * module only.
 */
public final class SgrLocalBackprop implements LocalRule {

    private final List<LocalModule> modules;
    private final LocalLearners learners;
    private final PenaltySchedule penalties;

    public SgrLocalBackprop(LocalNetwork network, Optimizer.Factory optimizers, PenaltySchedule penalties) {
        this.modules = network.modules();
        this.learners = LocalLearners.of(network, optimizers);
        this.penalties = penalties;
    }

    /** Reconciles whole batches. */
    public SgrLocalBackprop(
            LocalNetwork network, Optimizer.Factory optimizers, GradientDistance distance, WeightWarmup weight) {
        this(network, optimizers, new PenaltySchedule(distance, weight, 1));
    }

    @Override
    public List<LocalModule> modules() {
        return modules;
    }

    /** The step of module l, for l = 1 … K. Below the first module, x is the images and there is no t. */
    @Override
    public Result<ModuleMetrics> step(
            LocalModule module, BoundarySignal below, Batch batch, long step, double learningRate) {
        Penalty penalty = penalties.at(step); // λ R
        try (NDScope scope = new NDScope();
                Recording on = Recording.on()) {
            // x ← detach(x);  o ← f(x);  ℓ ← CE(h(o), labels);  g ← ∂ℓ/∂x;  total ← ℓ + λ R(g, t)
            ModulePass pass = ModulePass.reconciled(module, below, batch, penalty);
            ModuleMetrics metrics = learners.of(module).update(pass, batch, learningRate); // update θ, φ by ∇ total
            // For module l + 1:  x ← o;  t ← detach(∂ℓ/∂o)
            return new Result<>(metrics, BoundarySignal.of(pass.features(), pass.featureGradient()));
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return learners.state();
    }
}
