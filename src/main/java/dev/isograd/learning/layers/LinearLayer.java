package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A layer that is linear in its input except for a bias, so each derivative is one formula. */
public interface LinearLayer extends Layer {

    /** The Jacobian-vector product: how the output moves as the input moves by v, of the shape of the input. */
    NDArray jvp(NDArray v);

    /** The vector-Jacobian product: the gradient with respect to the input x, from that with respect to the output. */
    NDArray inputGradient(NDArray gradient, NDArray x);

    /** As {@link #inputGradient(NDArray, NDArray)}, if each channel of the output was multiplied by a factor. */
    default NDArray inputGradient(NDArray gradient, NDArray factor_C, NDArray x) {
        boolean channels = gradient.getShape().dimension() > 2;
        try (NDArray scaled = gradient.mul(channels ? factor_C.reshape(1, -1, 1, 1) : factor_C)) {
            return inputGradient(scaled, x);
        }
    }

    /** The gradients with respect to the trainable parameters, in order, from the gradient with respect to the output. */
    NDList parameterGradients(NDArray gradient, NDArray x);

    /**
     * The gradients of ⟨gradient, jvp(v)⟩ with respect to the trainable parameters, in order; 0 for a bias.
     *
     * @param gradient of the shape of the output
     * @param v of the shape of the input
     */
    NDList jvpParameterGradients(NDArray gradient, NDArray v);
}
