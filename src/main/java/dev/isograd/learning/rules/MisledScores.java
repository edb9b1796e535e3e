package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.layers.LinearLayer;
import dev.isograd.learning.layers.Parameter;
import java.util.List;

/** Scores of a linear layer in which each class is taken for the next one. */
record MisledScores(LinearLayer scores) implements LinearLayer {

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return Misled.nextClass(scores.forward(x, mode));
    }

    @Override
    public NDArray tangent(NDArray v) {
        return Misled.nextClass(scores.tangent(v));
    }

    @Override
    public NDArray byInput(NDArray gradient, NDArray x) {
        return scores.byInput(Misled.classBefore(gradient), x);
    }

    @Override
    public NDList byParameters(NDArray gradient, NDArray x) {
        return scores.byParameters(Misled.classBefore(gradient), x);
    }

    @Override
    public NDList tangentByParameters(NDArray gradient, NDArray v) {
        return scores.tangentByParameters(Misled.classBefore(gradient), v);
    }

    @Override
    public List<Parameter> parameters() {
        return scores.parameters();
    }
}
