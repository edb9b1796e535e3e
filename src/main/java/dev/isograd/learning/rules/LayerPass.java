package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.ClosedPass;
import dev.isograd.learning.layers.Layer.Mode;
import org.jspecify.annotations.Nullable;

/**
 * One weight layer and its head, forwards and backwards without a graph: each array is one formula of those before it.
 *
 * <pre>
 * o = block x    q = Q o    s = V q + b    p = softmax s    e = (p - labels) / B    d = Qᵀ Vᵀ e    g = back d
 * </pre>
 *
 * <p>Q pools for the head; what the block does is said in {@code NormalizedPass} and {@code Selection}.
 */
final class LayerPass {

    private static final int CLASS_AXIS = 1;

    final OneLayer layer;
    final NDArray x;
    final ClosedPass block;
    final NDArray q;
    final NDArray scores;
    final NDArray loss;
    final NDArray p_BC;
    final NDArray e_BC;
    /** d, the gradient of the loss by the features. */
    final NDArray d;

    private @Nullable NDArray g;

    /** Moves the running statistics of batch normalisation. */
    LayerPass(OneLayer layer, NDArray x, Batch batch) {
        this.layer = layer;
        this.x = x;
        block = layer.block().pass(x, Mode.TRAINING);
        q = layer.head().pooling().forward(features(), Mode.TRAINING);
        scores = layer.head().scores().forward(q, Mode.TRAINING);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        p_BC = scores.softmax(CLASS_AXIS);
        e_BC = p_BC.sub(batch.labels_BC()).div(Constant.of(batch.size(), scores));
        d = byFeatures(e_BC);
    }

    /** o */
    NDArray features() {
        return block.output();
    }

    /** g, the gradient of the loss by the input. */
    NDArray byInput() {
        if (g == null) {
            g = block.back(d.duplicate());
        }
        return g;
    }

    /** By W, gamma, beta, and what the head learns. */
    NDList byParameters() {
        return byParameters(e_BC);
    }

    /** The same of the loss, or after a tangent of what {@link TangentPass} adds to it, from its gradient by the scores. */
    NDList byParameters(NDArray byScores_BC) {
        block.end(byFeatures(byScores_BC));
        NDList gradients = block.byParameters();
        gradients.addAll(layer.head().scores().byParameters(byScores_BC, q));
        return gradients;
    }

    /** From the gradient by the scores. */
    private NDArray byFeatures(NDArray byScores_BC) {
        return layer.head().pooling().byInput(layer.head().scores().byInput(byScores_BC, q), features());
    }
}
