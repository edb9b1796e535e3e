package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/** Layers one after another. */
public record Chain(List<Layer> layers) implements Layer {

    public Chain {
        layers = List.copyOf(layers);
    }

    public static Chain of(Layer... layers) {
        return new Chain(List.of(layers));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        NDArray y = x;
        for (Layer layer : layers) {
            NDArray next = layer.forward(y, mode);
            // The graph holds what the backward pass needs. Without this, every array would live until the end of the
            // step.
            if (y != x && y != next) {
                y.close();
            }
            y = next;
        }
        return y;
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        Traced y = x;
        for (Layer layer : layers) {
            y = layer.trace(y, saved);
        }
        return y;
    }

    @Override
    public Value describe(Graph graph, Value x) {
        Value y = x;
        for (Layer layer : layers) {
            y = layer.describe(graph, y);
        }
        return y;
    }

    @Override
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }
}
