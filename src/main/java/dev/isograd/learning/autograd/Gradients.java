package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Takes gradients and returns them as values, like {@code torch.autograd.grad}. No array's {@code .grad} is set, so nothing has
 * to be zeroed and nothing leaks.
 *
 * <p>The loss must have been computed while {@link Recording} was on. All results have the shapes of the inputs.
 */
public final class Gradients {

    private static final Script VALUES = new Script("gradients.pt");
    private static final Script DIFFERENTIABLE = new Script("differentiable_gradients.pt");
    private static final Script VJP = new Script("vjp.pt");
    private static final Script VJP_RETAINING_GRAPH = new Script("vjp_retaining_graph.pt");

    private Gradients() {}

    /** The gradient of a scalar with respect to each input, in one backward pass that frees the graph. */
    public static NDList of(NDArray loss, NDList inputs) {
        return VALUES.call(new NDList(loss), inputs);
    }

    /** As {@link #of}, but the result can be differentiated again. The graph is kept until its arrays are closed. */
    public static NDList differentiable(NDArray loss, NDList inputs) {
        return DIFFERENTIABLE.call(new NDList(loss), inputs);
    }

    /**
     * The vector-Jacobian product of {@code output} with respect to each input; frees the graph of {@code output}.
     *
     * @param gradient the vector, of the shape of the output: the gradient of a loss with respect to it
     */
    public static NDList vjp(NDArray output, NDArray gradient, NDList inputs) {
        return VJP.call(new NDList(output, gradient), inputs);
    }

    /** As {@link #vjp}, but the graph is kept for another call until its arrays are closed. */
    public static NDList vjpRetainingGraph(NDArray output, NDArray gradient, NDList inputs) {
        return VJP_RETAINING_GRAPH.call(new NDList(output, gradient), inputs);
    }
}
