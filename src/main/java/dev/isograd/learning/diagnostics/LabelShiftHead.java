package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.heads.LinearScores;
import dev.isograd.learning.heads.SimilarityMatchingHead;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Parameter;
import java.util.List;
import java.util.function.UnaryOperator;

/** A layer whose results are moved to other places, so that it learns as if it saw other labels. */
public record LabelShiftHead(Layer layer, UnaryOperator<NDArray> move) implements Layer {

    /** A head that takes each class for the next one, and whose images have each other's features to be matched by. */
    public static Layer of(Layer head) {
        return switch (head) {
            // Similarities of labels stay as they are when classes change names.
            case SimilarityMatchingHead.Layers both ->
                new SimilarityMatchingHead.Layers(
                        of(both.prediction()), new LabelShiftHead(both.projection(), rows -> rows.flip(0)));
            // Rules of closed formulas ask for the parts.
            case LinearScores linear -> new LinearScores(linear.pooling(), new LabelShiftScores(linear.scores()));
            default -> new LabelShiftHead(head, LabelShiftHead::nextClass);
        };
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return move.apply(layer.forward(x, mode));
    }

    @Override
    public List<Parameter> parameters() {
        return layer.parameters();
    }

    static NDArray nextClass(NDArray scores_BC) {
        return turned(scores_BC, scores_BC.getShape().get(1) - 1);
    }

    /** The opposite, for gradients on their way back. */
    static NDArray classBefore(NDArray gradient_BC) {
        return turned(gradient_BC, 1);
    }

    /** The first columns behind the others. */
    private static NDArray turned(NDArray scores_BC, long columns) {
        NDList parts = scores_BC.split(new long[] {columns}, 1);
        return NDArrays.concat(new NDList(parts.get(1), parts.get(0)), 1);
    }
}
