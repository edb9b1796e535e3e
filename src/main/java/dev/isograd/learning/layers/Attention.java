package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;
import java.util.stream.Stream;

/**
 * Multi-head self-attention (Vaswani et al. 2017, arXiv 1706.03762).
 *
 * <p>It consists of plain matrix products and a softmax, because libtorch's fused attention cannot be differentiated twice.
 * Suffixes of arrays: B images, N tokens, H heads, C channels of all heads, c = C / H channels of one head.
 */
public final class Attention implements Layer {

    private static final int QUERY_KEY_VALUE = 3;

    private final FullyConnected inputs;
    private final FullyConnected output;
    private final int heads;
    private final double scale;

    public Attention(Initializer initializer, String name, int channels, int heads) {
        this.inputs = FullyConnected.biased(initializer, name + ".inputs", channels, QUERY_KEY_VALUE * channels);
        this.output = FullyConnected.biased(initializer, name + ".output", channels, channels);
        this.heads = heads;
        this.scale = 1 / Math.sqrt((double) channels / heads);
    }

    @Override
    public NDArray forward(NDArray x_BNC, Mode mode) {
        try (NDArray all = inputs.forward(x_BNC, mode);
                NDList parts = all.split(QUERY_KEY_VALUE, 2);
                NDArray query = splitHeads(parts.get(0));
                NDArray key = splitHeads(parts.get(1));
                NDArray value = splitHeads(parts.get(2));
                NDArray weights_BHNN = weights(query, key);
                NDArray mixed_BHNc = weights_BHNN.matMul(value);
                NDArray mixed_BNHc = mixed_BHNc.transpose(0, 2, 1, 3);
                NDArray mixed_BNC = mixed_BNHc.reshape(x_BNC.getShape())) {
            return output.forward(mixed_BNC, mode);
        }
    }

    private NDArray weights(NDArray query_BHNc, NDArray key_BHNc) {
        try (NDArray scaled_BHNc = query_BHNc.mul(Constant.of(scale, query_BHNc));
                NDArray key_BHcN = key_BHNc.transpose(0, 1, 3, 2);
                NDArray scores_BHNN = scaled_BHNc.matMul(key_BHcN)) {
            return scores_BHNN.softmax(3);
        }
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        inputs.trace(x, saved);
        int tokens = x.shape().height() * x.shape().width();
        Traced weights = Traced.of(new FeatureShape(heads, tokens, tokens));
        Traced scores = Traced.of(weights.shape());
        Traced mixed = Traced.of(x.shape());
        // Query, key and value are each copied into a layout by head for their product.
        for (int i = 0; i < QUERY_KEY_VALUE; i++) {
            saved.save(Traced.of(x.shape()));
        }
        saved.save(weights);
        saved.saveGradient(weights);
        saved.saveGradient(scores);
        saved.saveGradient(mixed);
        return output.trace(mixed, saved);
    }

    @Override
    public Value describe(Graph graph, Value x) {
        List<Value> parts = graph.split(inputs.describe(graph, x), QUERY_KEY_VALUE, 2);
        Value query = graph.multiply(splitHeads(graph, parts.get(0)), scale);
        Value key = graph.transpose(splitHeads(graph, parts.get(1)), 0, 1, 3, 2);
        Value weights = graph.softmax(graph.matMul(query, key));
        Value mixed = graph.transpose(graph.matMul(weights, splitHeads(graph, parts.get(2))), 0, 2, 1, 3);
        return output.describe(graph, graph.reshapeLike(mixed, x));
    }

    private Value splitHeads(Graph graph, Value x_BNC) {
        return graph.transpose(graph.reshape(x_BNC, 0, 0, heads, -1), 0, 2, 1, 3);
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(inputs.parameters().stream(), output.parameters().stream())
                .toList();
    }

    private NDArray splitHeads(NDArray x_BNC) {
        long images = x_BNC.getShape().get(0);
        long tokens = x_BNC.getShape().get(1);
        try (NDArray x_BNHc = x_BNC.reshape(images, tokens, heads, -1)) {
            return x_BNHc.transpose(0, 2, 1, 3);
        }
    }
}
