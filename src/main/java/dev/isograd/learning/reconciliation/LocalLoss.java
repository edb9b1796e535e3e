package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;

/** The loss that a local module minimizes. */
@FunctionalInterface
public interface LocalLoss {

    /** The cross-entropy of the head. */
    LocalLoss CROSS_ENTROPY = (crossEntropy, module, features, batch) -> crossEntropy;

    /**
     * Returns a scalar that can be differentiated.
     *
     * @param crossEntropy of the module's head, a scalar
     * @param features o, the output of the module's body
     */
    NDArray of(NDArray crossEntropy, LocalModule module, NDArray features, Batch batch);
}
