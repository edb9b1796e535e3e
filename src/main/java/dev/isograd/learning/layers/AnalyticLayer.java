package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;

/** A layer with analytic formulas for all derivatives that reconciliation needs, so that nothing is recorded. */
public interface AnalyticLayer extends Layer {

    /**
     * Runs the forward pass.
     *
     * @param x the input, of shape B and then that of the features; it has to live until the last derivative is taken
     * @param mode a mode that normalizes by the batch's own statistics
     */
    AnalyticPass pass(NDArray x, Mode mode);
}
