package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.heads.LinearScores;
import dev.isograd.learning.heads.SimilarityMatchingHead;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;
import java.util.function.UnaryOperator;

/** A layer whose outputs are permuted, so that it trains as if the labels were shifted. */
public record LabelShiftHead(Layer layer, UnaryOperator<NDArray> move) implements Layer {

    /** Wraps a head so that each class is taken for the next one. Similarity matching sees the images in reverse order instead. */
    public static Layer of(Layer head) {
        return switch (head) {
            // Similarities of labels do not change if classes are renamed.
            case SimilarityMatchingHead.Layers both ->
                new SimilarityMatchingHead.Layers(
                        of(both.prediction()), new LabelShiftHead(both.projection(), rows -> rows.flip(0)));
            // Analytic rules need the two parts of the head.
            case LinearScores linear -> new LinearScores(linear.pooling(), new LabelShiftScores(linear.scores()));
            default -> new LabelShiftHead(head, LabelShiftHead::nextClass);
        };
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return move.apply(layer.forward(x, mode));
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return layer.trace(x, saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        throw new UnsupportedOperationException("Shifted labels exist during a diagnosis only");
    }

    @Override
    public List<Parameter> parameters() {
        return layer.parameters();
    }

    static NDArray nextClass(NDArray scores_BC) {
        return rotated(scores_BC, scores_BC.getShape().get(1) - 1);
    }

    /** The inverse shift, for gradients. */
    static NDArray classBefore(NDArray gradient_BC) {
        return rotated(gradient_BC, 1);
    }

    /** Moves the first columns behind the others. */
    private static NDArray rotated(NDArray scores_BC, long columns) {
        NDList parts = scores_BC.split(new long[] {columns}, 1);
        return NDArrays.concat(new NDList(parts.get(1), parts.get(0)), 1);
    }
}
