package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The pass of a map without parameters that is linear for the given batch, so that all its derivatives are the map itself. */
interface LinearPass extends AnalyticPass {

    /** The Jacobian times a tangent of the input, which is taken over. */
    NDArray apply(NDArray inputTangent);

    /** The transposed Jacobian times a gradient with respect to the output, which is taken over. */
    NDArray applyTransposed(NDArray outputGradient);

    @Override
    default Vjp vjp(NDArray outputGradient) {
        return new LinearVjp(this, applyTransposed(outputGradient));
    }

    /** The map after its vector-Jacobian product. */
    record LinearVjp(LinearPass map, NDArray inputGradient) implements Vjp {

        @Override
        public Jvp jvp(NDArray inputTangent) {
            return new LinearJvp(map, map.apply(inputTangent));
        }
    }

    /** The map after its Jacobian-vector product. */
    record LinearJvp(LinearPass map, NDArray outputTangent) implements Jvp {

        @Override
        public SecondOrder secondOrderVjp(NDArray outputGradient) {
            return new SecondOrder(map.applyTransposed(outputGradient), new NDList());
        }

        @Override
        public NDList parameterGradients(NDArray outputGradient) {
            outputGradient.close();
            return new NDList();
        }
    }
}
