package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/** Layer normalization over the channels of each token (Ba et al. 2016, arXiv 1607.06450). */
public final class LayerNormalization implements Layer {

    private static final float EPSILON = 1e-6f;

    private final Parameter scale;
    private final Parameter shift;
    private final Shape channels;

    public LayerNormalization(Initializer initializer, String name, int channels) {
        this.channels = new Shape(channels);
        this.scale = initializer.constant(name + ".weight", this.channels, 1);
        this.shift = initializer.constant(name + ".bias", this.channels, 0);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return LayerNorm.layerNorm(x, channels, scale.array(), shift.array(), EPSILON)
                .singletonOrThrow();
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        saved.save(x);
        Traced y = Traced.of(x.shape());
        saved.saveGradient(y);
        return y;
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.layerNormalization(x, scale.in(graph), shift.in(graph), Math.toIntExact(channels.get(0)), EPSILON);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(scale, shift);
    }
}
