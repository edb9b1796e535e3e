package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;
import java.util.stream.Stream;

/** A linear layer without a bias, followed by batch normalization. */
public record NormalizedLayer(LinearLayer weights, BatchNormalization norm) implements AnalyticLayer {

    /** A square convolution with batch normalization; the number, which may be empty, ends the names of both layers. */
    public static NormalizedLayer convolution(
            Initializer initializer, String number, int in, int out, int kernel, int stride) {
        return new NormalizedLayer(
                new Convolution(initializer, "conv" + number, in, out, kernel, stride),
                new BatchNormalization(initializer, "norm" + number, out));
    }

    @Override
    public NormalizedPass pass(NDArray x, Mode mode) {
        return new NormalizedPass(weights, x, norm.normalize(weights.forward(x, mode), mode));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        try (NDArray z = weights.forward(x, mode)) {
            return norm.forward(z, mode);
        }
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        Traced z = weights.trace(x, saved);
        saved.saveForAnalytic(z);
        return norm.trace(z, saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return norm.describe(graph, weights.describe(graph, x));
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(weights.parameters().stream(), norm.parameters().stream())
                .toList();
    }
}
