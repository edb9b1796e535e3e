package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/** A function with parameters. It replaces no array that a derivative needs, so its gradient can be differentiated again. */
public interface Layer {

    /**
     * Applies the layer. It frees its intermediate arrays, because the graph holds those that the backward pass needs.
     *
     * @param x of shape B and then that of the features; stays the caller's. {@link Operation#relu()} replaces its numbers.
     */
    NDArray forward(NDArray x, Mode mode);

    /**
     * Runs the same pass on shapes only, for the memory estimate.
     *
     * @param saved counts the arrays that the layer keeps for the backward pass
     * @return the shape of the output
     */
    Traced trace(Traced x, SavedTensors saved);

    /**
     * Adds what the layer computes in evaluation mode to a graph.
     *
     * @param x the input
     * @return the output
     */
    Value describe(Graph graph, Value x);

    /** Weights and running statistics, in a fixed order. */
    List<Parameter> parameters();

    /** Which statistics batch normalization uses. */
    enum Mode {
        /** The batch's own statistics; the running statistics are updated. */
        TRAINING,
        /** The batch's own statistics. The running statistics stay: the first pass of the batch has updated them. */
        RECOMPUTATION,
        /** The running statistics. */
        EVALUATION
    }
}
