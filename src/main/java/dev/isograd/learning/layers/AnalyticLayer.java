package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;

/** A layer of which all derivatives that reconciliation takes are closed formulas, so that nothing need be recorded. */
public interface AnalyticLayer extends Layer {

    /** Begins with the forward pass of a training mode; {@code x} has to live until the last pass is done. */
    AnalyticPass pass(NDArray x, Mode mode);
}
