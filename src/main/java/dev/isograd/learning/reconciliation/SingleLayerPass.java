package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.AnalyticPass;
import dev.isograd.learning.layers.Layer.Mode;
import org.jspecify.annotations.Nullable;

/**
 * One weight layer and its head, forwards and backwards without a graph: each array is one formula of those before it.
 *
 * <pre>
 * o = block x    q = Q o    s = V q + b    p = softmax s    e = (p - labels) / B    d = Qᵀ Vᵀ e    g = back d
 * </pre>
 *
 * <p>Q pools for the head; what the block does is said in {@code NormalizedPass} and {@code ActivationMask}.
 */
public final class SingleLayerPass {

    private static final int CLASS_AXIS = 1;

    final SingleLayerModule layer;
    public final NDArray x;
    final AnalyticPass block;
    final NDArray q;
    public final NDArray scores;
    public final NDArray loss;
    final NDArray p_BC;
    final NDArray e_BC;
    /** d, the gradient of the loss by the features. */
    public final NDArray d;

    private @Nullable NDArray g;

    /** Moves the running statistics of batch normalisation. */
    public SingleLayerPass(SingleLayerModule layer, NDArray x, Batch batch) {
        this.layer = layer;
        this.x = x;
        block = layer.block().pass(x, Mode.TRAINING);
        q = layer.head().pooling().forward(features(), Mode.TRAINING);
        scores = layer.head().scores().forward(q, Mode.TRAINING);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        p_BC = scores.softmax(CLASS_AXIS);
        e_BC = p_BC.sub(batch.labels_BC()).div(Constant.of(batch.size(), scores));
        d = featureGradient(e_BC);
    }

    /** o */
    public NDArray features() {
        return block.output();
    }

    /** g, the gradient of the loss by the input. */
    public NDArray inputGradient() {
        if (g == null) {
            g = block.vjp(d.duplicate());
        }
        return g;
    }

    /** By W, gamma, beta, and what the head learns. */
    public NDList parameterGradients() {
        return parameterGradients(e_BC);
    }

    /** The same of the loss, or after a tangent of what {@link TangentPass} adds to it, from its gradient by the scores. */
    public NDList parameterGradients(NDArray scoreGradient_BC) {
        block.end(featureGradient(scoreGradient_BC));
        NDList gradients = block.parameterGradients();
        gradients.addAll(layer.head().scores().parameterGradients(scoreGradient_BC, q));
        return gradients;
    }

    /** From the gradient by the scores. */
    private NDArray featureGradient(NDArray scoreGradient_BC) {
        return layer.head()
                .pooling()
                .inputGradient(layer.head().scores().inputGradient(scoreGradient_BC, q), features());
    }
}
