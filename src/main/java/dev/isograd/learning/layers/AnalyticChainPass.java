package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The passes of layers one after another: the output of each is the input of the next. */
record AnalyticChainPass(List<AnalyticPass> passes, NDArray output) implements AnalyticPass {

    @Override
    public Vjp vjp(NDArray outputGradient) {
        List<Vjp> vjps = new ArrayList<>();
        NDArray gradient = outputGradient;
        for (AnalyticPass pass : passes.reversed()) {
            vjps.add(pass.vjp(gradient));
            gradient = vjps.getLast().inputGradient();
        }
        Collections.reverse(vjps);
        return new ChainVjp(vjps, gradient);
    }

    private record ChainVjp(List<Vjp> vjps, NDArray inputGradient) implements Vjp {

        @Override
        public Jvp jvp(NDArray inputTangent) {
            List<Jvp> jvps = new ArrayList<>();
            NDArray tangent = inputTangent;
            for (Vjp vjp : vjps) {
                jvps.add(vjp.jvp(tangent));
                tangent = jvps.getLast().outputTangent();
            }
            return new ChainJvp(jvps, tangent);
        }
    }

    private record ChainJvp(List<Jvp> jvps, NDArray outputTangent) implements Jvp {

        @Override
        public SecondOrder secondOrderVjp(NDArray outputGradient) {
            return down(outputGradient, jvps);
        }

        @Override
        public NDList parameterGradients(NDArray outputGradient) {
            if (jvps.isEmpty()) {
                outputGradient.close();
                return new NDList();
            }
            SecondOrder above = down(outputGradient, jvps.subList(1, jvps.size()));
            NDList gradients = jvps.getFirst().parameterGradients(above.input());
            gradients.addAll(above.parameters());
            return gradients;
        }

        private static SecondOrder down(NDArray outputGradient, List<Jvp> jvps) {
            NDArray gradient = outputGradient;
            NDList parameters = new NDList();
            for (Jvp jvp : jvps.reversed()) {
                SecondOrder layer = jvp.secondOrderVjp(gradient);
                gradient = layer.input();
                parameters.addAll(0, layer.parameters());
            }
            return new SecondOrder(gradient, parameters);
        }
    }
}
