package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.layers.LinearLayer;
import dev.isograd.learning.layers.Parameter;
import java.util.List;

/** Scores that are moved between samples, as if they were for other labels. */
record RelabelledScores(LinearLayer scores) implements LinearLayer {

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return scores.forward(x, mode).flip(0);
    }

    @Override
    public NDArray tangent(NDArray v) {
        return scores.tangent(v).flip(0);
    }

    @Override
    public NDArray byInput(NDArray gradient, NDArray x) {
        return scores.byInput(gradient.flip(0), x);
    }

    @Override
    public NDList byParameters(NDArray gradient, NDArray x) {
        return scores.byParameters(gradient.flip(0), x);
    }

    @Override
    public NDList tangentByParameters(NDArray gradient, NDArray v) {
        return scores.tangentByParameters(gradient.flip(0), v);
    }

    @Override
    public List<Parameter> parameters() {
        return scores.parameters();
    }
}
