package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.heads.MatchedHead;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Parameter;
import java.util.List;
import java.util.function.UnaryOperator;

/** A layer whose results are moved to other places, so that it learns as if it saw other labels. */
record Misled(Layer layer, UnaryOperator<NDArray> move) implements Layer {

    /** A head that takes each class for the next one, and whose images have each other's features to be matched by. */
    static Layer of(Layer head) {
        // Similarities of labels stay as they are when classes change names.
        return head instanceof MatchedHead.Layers both
                ? new MatchedHead.Layers(of(both.prediction()), new Misled(both.projection(), rows -> rows.flip(0)))
                : new Misled(head, Misled::nextClass);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return move.apply(layer.forward(x, mode));
    }

    @Override
    public List<Parameter> parameters() {
        return layer.parameters();
    }

    private static NDArray nextClass(NDArray scores_BC) {
        long last = scores_BC.getShape().get(1) - 1;
        NDList parts = scores_BC.split(new long[] {last}, 1);
        return NDArrays.concat(new NDList(parts.get(1), parts.get(0)), 1);
    }
}
