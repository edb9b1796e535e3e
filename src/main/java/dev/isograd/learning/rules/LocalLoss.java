package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;

/** What a local module minimises. */
@FunctionalInterface
public interface LocalLoss {

    /** That of its head alone. */
    LocalLoss CROSS_ENTROPY = (crossEntropy, module, features, batch) -> crossEntropy;

    /**
     * @param crossEntropy of the module's head
     * @param features the module's output o
     */
    NDArray of(NDArray crossEntropy, LocalModule module, NDArray features, Batch batch);
}
