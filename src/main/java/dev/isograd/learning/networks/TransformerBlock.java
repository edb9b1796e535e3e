package dev.isograd.learning.networks;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.layers.Attention;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.LayerNormalization;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pre-norm transformer block: attention, then a perceptron on each token, both with a shortcut.
 *
 * <p>Input and output are BCHW, so that every head fits between blocks. Inside the block, tokens are a view of them.
 */
final class TransformerBlock implements Layer {

    private static final int EXPANSION = 4;

    private final Operation tokens = Operation.tokens();
    private final Chain attention;
    private final Chain perceptron;

    TransformerBlock(Initializer initializer, int channels, int heads) {
        this.attention = Chain.of(
                new LayerNormalization(initializer, "norm1", channels),
                new Attention(initializer, "attention", channels, heads));
        this.perceptron = Chain.of(
                new LayerNormalization(initializer, "norm2", channels),
                FullyConnected.biased(initializer, "expand", channels, EXPANSION * channels),
                Operation.gelu(),
                FullyConnected.biased(initializer, "contract", EXPANSION * channels, channels));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        try (NDArray x_BNC = tokens.forward(x, mode);
                NDArray attended_BNC = plus(attention, x_BNC, mode);
                NDArray y_BNC = plus(perceptron, attended_BNC, mode)) {
            return y_BNC.transpose(0, 2, 1).reshape(x.getShape());
        }
    }

    private static NDArray plus(Chain residual, NDArray x_BNC, Mode mode) {
        try (NDArray y_BNC = residual.forward(x_BNC, mode)) {
            return x_BNC.add(y_BNC);
        }
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        attention.trace(x, saved);
        Traced attended = Traced.of(x.shape());
        perceptron.trace(attended, saved);
        return Traced.of(x.shape());
    }

    @Override
    public Value describe(Graph graph, Value x) {
        Value x_BNC = tokens.describe(graph, x);
        Value attended_BNC = graph.add(x_BNC, attention.describe(graph, x_BNC));
        Value y_BNC = graph.add(attended_BNC, perceptron.describe(graph, attended_BNC));
        return graph.reshapeLike(graph.transpose(y_BNC, 0, 2, 1), x);
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(attention.parameters().stream(), perceptron.parameters().stream())
                .toList();
    }
}
