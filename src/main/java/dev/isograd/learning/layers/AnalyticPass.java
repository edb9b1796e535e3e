package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * One batch on its way through a {@link AnalyticLayer}: forwards, and then, in this order and once each, backwards, forwards as
 * a tangent and backwards again.
 *
 * <p>L is a loss with the gradient g by the input of all layers, v a constant of the shape of g, and D = <g, v> the directional derivative of
 * L along v. The second pass backwards finds the gradients of L + D, or those of D alone, depending on what it begins
 * with; by itself, without the two passes before it, those of L. Each takes its argument over, to close it or to write
 * in its memory: a step lives on few arrays.
 */
public interface AnalyticPass {

    NDArray output();

    /** The gradient of L by the input, from that by the output; none by parameters. */
    NDArray vjp(NDArray d);

    /** How the output moves when the input moves by v. */
    NDArray jvp(NDArray v);

    /** The gradient of L + D by the input, from that by the output. */
    default NDArray secondOrderVjp(NDArray q) {
        return vjp(q);
    }

    /** The same in the lowest layer, where nobody asks for the gradient by the input. */
    default void end(NDArray q) {
        q.close();
    }

    /** The gradients of L + D by the trainable parameters, in order, known after {@link #secondOrderVjp} or {@link #end}. */
    default NDList parameterGradients() {
        return new NDList();
    }
}
