package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A layer that is linear in its input, but for a bias, so that each of its derivatives is one formula. */
public interface LinearLayer extends Layer {

    /** How the output moves when the input moves by v. */
    NDArray jvp(NDArray v);

    /** The gradient by the input x, from the gradient by the output. */
    NDArray inputGradient(NDArray gradient, NDArray x);

    /** The same where each channel, or else number, of the output was multiplied by a factor. */
    default NDArray inputGradient(NDArray gradient, NDArray factor_C, NDArray x) {
        boolean channels = gradient.getShape().dimension() > 2;
        try (NDArray scaled = gradient.mul(channels ? factor_C.reshape(1, -1, 1, 1) : factor_C)) {
            return inputGradient(scaled, x);
        }
    }

    /** The gradients by the trainable parameters, in order, from the gradient by the output. */
    NDList parameterGradients(NDArray gradient, NDArray x);

    /** The same from the gradient by the tangent, in which a bias has no part. */
    NDList jvpParameterGradients(NDArray gradient, NDArray v);
}
