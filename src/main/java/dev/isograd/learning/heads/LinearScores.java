package dev.isograd.learning.heads;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.LinearLayer;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;

/**
 * A head that is linear in the features: q = pooled features, s = V q + b.
 *
 * @param pooling maps features to q; it has no parameters
 * @param scores maps q to class scores
 */
public record LinearScores(LinearLayer pooling, LinearLayer scores) implements Layer {

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return scores.forward(pooling.forward(x, mode), mode);
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return scores.trace(pooling.trace(x, saved), saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return scores.describe(graph, pooling.describe(graph, x));
    }

    @Override
    public List<Parameter> parameters() {
        return scores.parameters();
    }
}
