package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.StepScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.AnalyticChain;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;
import java.util.Objects;

/**
 * One batch through one local module: its loss, its features, and the gradients with respect to features and parameters.
 *
 * <p>Make one while recording is on, and inside a scope, where its arrays live. Nothing below the module is moved: its
 * input is detached.
 */
public sealed interface ModulePass permits LocalModulePass, ReconcilablePass {

    /**
     * The pass of the local loss alone.
     *
     * @param below the input of the module, and the gradient t that its own is compared with
     */
    static ModulePass local(LocalModule module, BoundarySignal below, Batch batch, LocalLoss localLoss) {
        return LocalModulePass.of(module, below, batch, localLoss);
    }

    /**
     * The pass of the cross-entropy plus the penalty. It is the local pass if there is nothing to reconcile: below the
     * first module, or with a weight of 0.
     */
    static ModulePass reconciled(LocalModule module, BoundarySignal below, Batch batch, Penalty penalty) {
        if (below.gradient() == null || penalty.weight() == 0) {
            return local(module, below, batch, LocalLoss.CROSS_ENTROPY);
        }
        int samples = penalty.samples(batch.size());
        if (samples < batch.size()) {
            NDList ofPart = penaltyGradients(module, below.first(samples), batch.labelsOfFirst(samples), penalty);
            return LocalModulePass.of(module, below, batch, LocalLoss.CROSS_ENTROPY)
                    .plus(ofPart);
        }
        return reconcilable(module, below, batch, penalty, Mode.TRAINING);
    }

    /** By analytic formulas if all layers of the body have them, else by differentiating twice. */
    static ReconcilablePass reconcilable(
            LocalModule module, BoundarySignal below, Batch batch, Penalty penalty, Mode mode) {
        NDArray t = Objects.requireNonNull(below.gradient());
        return AnalyticChain.of(module.body())
                .<ReconcilablePass>map(
                        body -> new AnalyticModulePass(body, module, below.input(), t, batch, penalty, mode))
                .orElseGet(() -> new RecordedModulePass(module, below.input(), t, batch, penalty, mode));
    }

    /** The gradients of the penalty over a part of the batch. The graph of that part is freed before the whole batch runs. */
    private static NDList penaltyGradients(LocalModule module, BoundarySignal below, Batch part, Penalty penalty) {
        try (StepScope scope = new StepScope()) {
            return scope.keep(reconcilable(module, below, part, penalty, Mode.RECOMPUTATION)
                    .penaltyGradients());
        }
    }

    /** The cross-entropy of the head, a scalar. */
    NDArray loss();

    /** The class scores h(o), BC. */
    NDArray scores();

    /** The output o of the body. */
    NDArray features();

    /** d, the gradient of the local loss with respect to the features; detached, and of their shape. */
    NDArray featureGradient();

    /** {@link Agreement#measure} of g, the gradient with respect to the input, and t; empty below the first module. */
    NDList agreement();

    /**
     * The gradients of all that the module minimizes with respect to its trainable parameters: those of the body, then
     * those of the head. Call this once; it may free arrays that the pass needs.
     */
    NDList gradients();
}
