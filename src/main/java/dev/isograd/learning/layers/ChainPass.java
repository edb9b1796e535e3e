package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Closed passes one after another; each reads the output of the one before. */
record ChainPass(List<ClosedPass> passes, NDArray output) implements ClosedPass {

    @Override
    public NDArray back(NDArray d) {
        NDArray gradient = d;
        for (ClosedPass pass : passes.reversed()) {
            gradient = pass.back(gradient);
        }
        return gradient;
    }

    @Override
    public NDArray tangent(NDArray v) {
        NDArray tangent = v;
        for (ClosedPass pass : passes) {
            tangent = pass.tangent(tangent);
        }
        return tangent;
    }

    @Override
    public NDArray backAgain(NDArray q) {
        NDArray gradient = q;
        for (ClosedPass pass : passes.reversed()) {
            gradient = pass.backAgain(gradient);
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
        for (ClosedPass pass : passes.subList(1, passes.size()).reversed()) {
            gradient = pass.backAgain(gradient);
        }
        passes.getFirst().end(gradient);
    }

    @Override
    public NDList byParameters() {
        NDList gradients = new NDList();
        passes.forEach(pass -> gradients.addAll(pass.byParameters()));
        return gradients;
    }
}
