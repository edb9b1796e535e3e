package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * One batch after the forward pass through an {@link AnalyticLayer}, whose derivatives follow from formulas.
 *
 * <p>Let L be a loss, g its gradient with respect to the input of all layers, v a constant of the shape of g, and
 * D = ⟨g, v⟩ the directional derivative of L along v. The gradient of D with respect to the parameters is a product with
 * a mixed second derivative of L. It takes a vector-Jacobian product (reverse mode), a Jacobian-vector product (forward
 * mode) and a second reverse pass: forward-over-reverse differentiation, the R-operator of Pearlmutter 1994, "Fast exact
 * multiplication by the Hessian".
 *
 * <p>Each step returns the type that offers the next one, so the order is checked by the compiler:
 *
 * <pre>
 * pass   = layer.pass(x)                 pass.output()          forward
 * vjp    = pass.vjp(dL/doutput)          vjp.inputGradient()    reverse: g
 * jvp    = vjp.jvp(v)                    jvp.outputTangent()    forward: the tangent of the output
 * jvp.secondOrderVjp(d(L + D)/doutput)                          reverse: gradients of L + D
 * </pre>
 *
 * <p>Take each step at most once. Each takes over the array that it is given: it closes the array, or writes its result
 * into the memory of it. A step therefore lives on few arrays.
 */
public interface AnalyticPass {

    /** The output of the layer; B first, then the shape of its features. */
    NDArray output();

    /**
     * Takes the vector-Jacobian product with respect to the input only.
     *
     * @param outputGradient gradient of L with respect to the output; taken over
     */
    Vjp vjp(NDArray outputGradient);

    /** The pass after its vector-Jacobian product. */
    interface Vjp {

        /** The gradient of L with respect to the input. */
        NDArray inputGradient();

        /**
         * Takes the Jacobian-vector product.
         *
         * @param inputTangent how the input moves as the input of all layers moves by v; taken over
         */
        Jvp jvp(NDArray inputTangent);
    }

    /** The pass after its Jacobian-vector product. */
    interface Jvp {

        /** How the output moves as the input of all layers moves by v. */
        NDArray outputTangent();

        /**
         * Takes the second vector-Jacobian product. If the gradient given is that of D alone, so are the results.
         *
         * @param outputGradient gradient of L + D with respect to the output; taken over
         */
        SecondOrder secondOrderVjp(NDArray outputGradient);

        /**
         * As {@link #secondOrderVjp}, for the lowest layer: nothing needs the gradient with respect to its input.
         *
         * @return with respect to the trainable parameters, in order
         */
        NDList parameterGradients(NDArray outputGradient);
    }

    /**
     * Gradients of L + D.
     *
     * @param input with respect to the layer's input
     * @param parameters with respect to its trainable parameters, in order
     */
    record SecondOrder(NDArray input, NDList parameters) {}
}
