package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A function with parameters; works out of place, so that its gradient can be differentiated again. */
public interface Layer {

    /** Leaves {@code x} to the caller, and frees what it makes on the way: the graph holds what it needs of that. */
    NDArray forward(NDArray x, Mode mode);

    /** The same pass on shapes alone: what the layer hands on, with what it keeps noted on the saved. */
    default Traced trace(Traced x, SavedTensors saved) {
        throw new UnsupportedOperationException(getClass() + " does not say what it keeps");
    }

    /** Weights and statistics in a fixed order. */
    List<Parameter> parameters();

    /** What batch normalisation goes by. */
    enum Mode {
        /** The batch's own statistics, which also move the running ones. */
        TRAINING,
        /** The batch's own statistics once more: the running ones moved when the batch first came through. */
        RECOMPUTATION,
        /** The running statistics. */
        EVALUATION
    }
}
