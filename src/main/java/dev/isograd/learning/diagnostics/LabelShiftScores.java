package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.layers.LinearLayer;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;

/** The scores of a linear layer, with each class taken for the next one. */
record LabelShiftScores(LinearLayer scores) implements LinearLayer {

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return LabelShiftHead.nextClass(scores.forward(x, mode));
    }

    @Override
    public NDArray jvp(NDArray v) {
        return LabelShiftHead.nextClass(scores.jvp(v));
    }

    @Override
    public NDArray inputGradient(NDArray gradient, NDArray x) {
        return scores.inputGradient(LabelShiftHead.classBefore(gradient), x);
    }

    @Override
    public NDList parameterGradients(NDArray gradient, NDArray x) {
        return scores.parameterGradients(LabelShiftHead.classBefore(gradient), x);
    }

    @Override
    public NDList jvpParameterGradients(NDArray gradient, NDArray v) {
        return scores.jvpParameterGradients(LabelShiftHead.classBefore(gradient), v);
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return scores.trace(x, saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        throw new UnsupportedOperationException("Shifted labels exist during a diagnosis only");
    }

    @Override
    public List<Parameter> parameters() {
        return scores.parameters();
    }
}
