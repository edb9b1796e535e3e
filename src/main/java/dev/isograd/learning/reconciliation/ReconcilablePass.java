package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A pass that knows g as a function of the parameters, so that the distance between g and t can be differentiated. */
sealed interface ReconcilablePass extends ModulePass permits AnalyticModulePass, RecordedModulePass {

    /** g, the gradient of the loss with respect to the input of the module; detached. */
    NDArray inputGradient();

    /** As {@link #gradients}, of the penalty alone. Call one of the two, once. */
    NDList penaltyGradients();
}
