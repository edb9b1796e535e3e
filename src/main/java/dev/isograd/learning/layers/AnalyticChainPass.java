package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Closed passes one after another; each reads the output of the one before. */
record AnalyticChainPass(List<AnalyticPass> passes, NDArray output) implements AnalyticPass {

    @Override
    public NDArray vjp(NDArray d) {
        NDArray gradient = d;
        for (AnalyticPass pass : passes.reversed()) {
            gradient = pass.vjp(gradient);
        }
        return gradient;
    }

    @Override
    public NDArray jvp(NDArray v) {
        NDArray tangent = v;
        for (AnalyticPass pass : passes) {
            tangent = pass.jvp(tangent);
        }
        return tangent;
    }

    @Override
    public NDArray secondOrderVjp(NDArray q) {
        NDArray gradient = q;
        for (AnalyticPass pass : passes.reversed()) {
            gradient = pass.secondOrderVjp(gradient);
        }
        return gradient;
    }

    @Override
    public void end(NDArray q) {
        if (passes.isEmpty()) {
            q.close();
            return;
        }
        NDArray gradient = q;
        for (AnalyticPass pass : passes.subList(1, passes.size()).reversed()) {
            gradient = pass.secondOrderVjp(gradient);
        }
        passes.getFirst().end(gradient);
    }

    @Override
    public NDList parameterGradients() {
        NDList gradients = new NDList();
        passes.forEach(pass -> gradients.addAll(pass.parameterGradients()));
        return gradients;
    }
}
