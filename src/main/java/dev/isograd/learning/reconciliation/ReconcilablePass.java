package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.AnalyticChain;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;

/** A batch's loss in one module, and the gradient by its input such that the distance to t can be differentiated. */
public interface ReconcilablePass {

    /** By formulas where the body's layers have them, else by recording. Recording has to be on. */
    static ReconcilablePass of(LocalModule module, NDArray x, Batch batch, Mode mode) {
        return AnalyticChain.of(module.body())
                .<ReconcilablePass>map(body -> new AnalyticModulePass(body, module, x, batch, mode))
                .orElseGet(() -> new RecordedModulePass(module, x, batch, mode));
    }

    NDArray loss();

    NDArray scores();

    /** o */
    NDArray features();

    /** d, the gradient of the loss by the features. */
    NDArray featureGradient();

    /** g, the gradient of the loss by the input. */
    NDArray inputGradient();

    /** The gradients of the loss plus lambda R(g, t) by theta and phi. Call this or {@link #penaltyGradients}, once. */
    NDList reconciled(GradientDistance distance, NDArray t, double lambda);

    /** Those of lambda R(g, t) alone. */
    NDList penaltyGradients(GradientDistance distance, NDArray t, double lambda);
}
