package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.data.Batch;
import java.util.List;
import java.util.SequencedMap;

/** What one training step does to a network. */
public interface UpdateRule {

    /**
     * Moves the parameters by one batch.
     *
     * @param step steps done before this one
     * @return what was measured, one entry per separately trained part of the network
     */
    List<ModuleMetrics> step(Batch batch, long step, double learningRate);

    /** Every array beyond the network's own that decides later steps, by a name that stays, in a fixed order. */
    SequencedMap<String, NDArray> state();
}
