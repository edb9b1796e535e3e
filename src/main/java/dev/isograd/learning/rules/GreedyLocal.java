package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.BoundarySignal;
import dev.isograd.learning.reconciliation.LocalLoss;
import dev.isograd.learning.reconciliation.ModulePass;
import dev.isograd.learning.rules.ModuleWork.Result;
import java.util.List;
import java.util.SequencedMap;

/**
 * Trains each local module by the loss of its own head; no gradient crosses a boundary.
 *
 * <p>All modules are updated in the same step, as in Decoupled Greedy Learning (Belilovsky et al. 2020, arXiv 1901.08164).
 */
public final class GreedyLocal implements LocalRule {

    private final List<LocalModule> modules;
    private final LocalLearners learners;
    private final LocalLoss localLoss;

    public GreedyLocal(LocalNetwork network, Optimizer.Factory optimizers) {
        this(network, optimizers, LocalLoss.CROSS_ENTROPY);
    }

    public GreedyLocal(LocalNetwork network, Optimizer.Factory optimizers, LocalLoss localLoss) {
        this.modules = network.modules();
        this.learners = LocalLearners.of(network, optimizers);
        this.localLoss = localLoss;
    }

    @Override
    public List<LocalModule> modules() {
        return modules;
    }

    @Override
    public Result<ModuleMetrics> step(
            LocalModule module, BoundarySignal below, Batch batch, long step, double learningRate) {
        try (NDScope scope = new NDScope();
                Recording on = Recording.on()) {
            ModulePass pass = ModulePass.local(module, below, batch, localLoss);
            ModuleMetrics metrics = learners.of(module).update(pass, batch, learningRate);
            return new Result<>(metrics, BoundarySignal.of(pass.features(), pass.featureGradient()));
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return learners.state();
    }

    LocalLearner learner(LocalModule module) {
        return learners.of(module);
    }
}
