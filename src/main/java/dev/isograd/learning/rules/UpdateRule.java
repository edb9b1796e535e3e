package dev.isograd.learning.rules;

import dev.isograd.learning.data.Batch;
import java.util.List;

/** What one training step does to a network. */
public interface UpdateRule {

    /**
     * Moves the parameters by one batch.
     *
     * @param step steps done before this one
     * @return what was measured, one entry per separately trained part of the network
     */
    List<ModuleFigures> step(Batch batch, long step, double learningRate);
}
