package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/** A learned position embedding: adds one number to every channel of every position. */
public final class PositionEmbedding implements Layer {

    private static final double DEVIATION = 0.02;

    private final Parameter weight;

    public PositionEmbedding(Initializer initializer, String name, FeatureShape features) {
        Shape shape = new Shape(features.channels(), features.height(), features.width());
        this.weight = initializer.normal(name + ".weight", shape, DEVIATION);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return x.add(weight.array());
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return Traced.of(x.shape());
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.add(x, weight.in(graph));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight);
    }
}
