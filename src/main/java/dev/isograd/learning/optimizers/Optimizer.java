package dev.isograd.learning.optimizers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.SequencedMap;

/** Turns gradients into updates of one local module's parameters; its whole state can be listed. */
public interface Optimizer {

    /**
     * Moves the parameters in place; call inside an {@code NDScope} with recording off.
     *
     * @param gradients one per parameter, in the order of the parameters; left as they are
     * @return by how much each parameter was moved (subtracted), for the update ratio
     */
    NDList update(NDList gradients, double learningRate);

    /** Every array that decides later updates, by name, in a fixed order. */
    SequencedMap<String, NDArray> state();

    /** Makes the optimizer of one local module. */
    @FunctionalInterface
    interface Factory {

        Optimizer create(NDList parameters);
    }
}
