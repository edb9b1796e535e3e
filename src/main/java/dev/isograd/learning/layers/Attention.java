package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Self-attention with several heads (Vaswani et al. 2017, arXiv 1706.03762).
 *
 * <p>Plain products and a softmax, because libtorch's fused attention cannot be differentiated twice. Letters: B images,
 * N tokens, H heads, C channels of all heads, c = C / H.
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
        NDList parts = inputs.forward(x_BNC, mode).split(QUERY_KEY_VALUE, 2);
        NDArray query_BHNc = byHead(parts.get(0)).mul(Constant.of(scale, x_BNC));
        NDArray key_BHcN = byHead(parts.get(1)).transpose(0, 1, 3, 2);
        NDArray weights_BHNN = query_BHNc.matMul(key_BHcN).softmax(3);
        NDArray mixed_BHNc = weights_BHNN.matMul(byHead(parts.get(2)));
        return output.forward(mixed_BHNc.transpose(0, 2, 1, 3).reshape(x_BNC.getShape()), mode);
    }

    @Override
    public Traced trace(Traced x, Tape tape) {
        inputs.trace(x, tape);
        int tokens = x.shape().height() * x.shape().width();
        Traced weights = Traced.of(new FeatureShape(heads, tokens, tokens));
        Traced scores = Traced.of(weights.shape());
        Traced mixed = Traced.of(x.shape());
        // Query, key and value, each laid out anew by head for its product.
        for (int i = 0; i < QUERY_KEY_VALUE; i++) {
            tape.keep(Traced.of(x.shape()));
        }
        tape.keep(weights);
        tape.keepGradient(weights);
        tape.keepGradient(scores);
        tape.keepGradient(mixed);
        return output.trace(mixed, tape);
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(inputs.parameters().stream(), output.parameters().stream())
                .toList();
    }

    private NDArray byHead(NDArray x_BNC) {
        long images = x_BNC.getShape().get(0);
        long tokens = x_BNC.getShape().get(1);
        return x_BNC.reshape(images, tokens, heads, -1).transpose(0, 2, 1, 3);
    }
}
