package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Gradients as values: nothing is added into any array's {@code .grad}, so nothing has to be zeroed and nothing leaks.
 *
 * <p>The loss must have been made while {@link Recording} was open.
 */
public final class Gradients {

    private static final Script VALUES = new Script("gradients.pt");
    private static final Script DIFFERENTIABLE = new Script("differentiable_gradients.pt");
    private static final Script VJP = new Script("vjp.pt");
    private static final Script VJP_RETAINING_GRAPH = new Script("vjp_retaining_graph.pt");

    private Gradients() {}

    /** The gradient of a scalar by each input, in one backward pass that frees the scalar's graph. */
    public static NDList of(NDArray loss, NDList inputs) {
        return VALUES.call(new NDList(loss), inputs);
    }

    /** The same, but the result can be differentiated once more; the graph is kept until its arrays are closed. */
    public static NDList differentiable(NDArray loss, NDList inputs) {
        return DIFFERENTIABLE.call(new NDList(loss), inputs);
    }

    /**
     * The gradient by each input of a scalar that was made elsewhere from {@code output} and has the given gradient by
     * it; frees the graph of {@code output}.
     */
    public static NDList vjp(NDArray output, NDArray gradient, NDList inputs) {
        return VJP.call(new NDList(output, gradient), inputs);
    }

    /** The same, but the graph stays for another call until its arrays are closed. */
    public static NDList vjpRetainingGraph(NDArray output, NDArray gradient, NDList inputs) {
        return VJP_RETAINING_GRAPH.call(new NDList(output, gradient), inputs);
    }
}
