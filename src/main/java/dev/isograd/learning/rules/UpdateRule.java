package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.data.Batch;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A method that updates the parameters of a network by one batch. */
public interface UpdateRule {

    /**
     * Updates the parameters by one batch.
     *
     * @param step steps done before this one
     * @param learningRate of this step, after schedule and warm-up
     * @return the metrics, one entry per separately trained part of the network
     */
    List<ModuleMetrics> step(Batch batch, long step, double learningRate);

    /**
     * The rule that describes this step module by module; empty if modules need each other in it, so that all of them have to
     * be at the same step.
     *
     * @param step steps done before this one
     */
    default Optional<LocalRule> local(long step) {
        return Optional.empty();
    }

    /** The arrays, other than those of the network, that later steps depend on: in a fixed order, by names that never change. */
    SequencedMap<String, NDArray> state();
}
