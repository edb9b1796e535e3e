package dev.isograd.learning.optimizers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.SequencedMap;

/** Updates the parameters of one local module from their gradients; lists its complete state for checkpoints. */
public interface Optimizer {

    /**
     * Updates the parameters in place; call it inside an {@code NDScope} with recording off.
     *
     * @param gradients one per parameter, with its shape and in the order of the parameters; unchanged
     * @return the Euclidean norm of what was subtracted from all parameters together, a scalar, for the update ratio; the arrays
     *     themselves would take as much memory as the parameters
     */
    NDArray update(NDList gradients, double learningRate);

    /** All arrays that determine later updates, by name, in a fixed order. */
    SequencedMap<String, NDArray> state();

    /** Creates the optimizer of one local module. */
    @FunctionalInterface
    interface Factory {

        Optimizer create(NDList parameters);
    }
}
