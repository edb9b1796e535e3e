package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.NormalizedBatch;
import dev.isograd.learning.layers.NormalizedBatch.Gradients;
import dev.isograd.learning.layers.Selection;

/**
 * One weight layer and its head, forwards and backwards without a graph: each array is one formula of those before it.
 *
 * <pre>
 * z = W x    y = gamma n + beta    o = S y    q = Q o    s = V q + b    p = softmax s
 * e = (p - labels) / B    d = Qᵀ Vᵀ e    u = Sᵀ d    delta = gamma P u    g = Wᵀ delta
 * </pre>
 *
 * <p>S picks what ReLU and pooling let through, Q pools for the head, P is of {@link NormalizedBatch}.
 */
final class LayerPass {

    private static final int CLASS_AXIS = 1;

    final OneLayer layer;
    final NDArray x;
    final NormalizedBatch normalized;
    final Selection selection;
    final NDArray q;
    final NDArray scores;
    final NDArray loss;
    final NDArray p_BC;
    final NDArray e_BC;
    /** d, the gradient of the loss by the features. */
    final NDArray d;

    final NDArray u;
    /** By z, gamma and beta. */
    final Gradients delta;

    /** Moves the running statistics of batch normalisation. */
    LayerPass(OneLayer layer, NDArray x, Batch batch) {
        this.layer = layer;
        this.x = x;
        normalized = layer.block().norm().normalize(layer.block().weights().forward(x, Mode.TRAINING));
        selection = layer.block().select(normalized.y());
        q = layer.head().pooling().forward(features(), Mode.TRAINING);
        scores = layer.head().scores().forward(q, Mode.TRAINING);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        p_BC = scores.softmax(CLASS_AXIS);
        e_BC = p_BC.sub(batch.labels_BC()).div(Constant.of(batch.size(), scores));
        d = byFeatures(e_BC);
        u = selection.back(d);
        delta = normalized.back(u);
    }

    /** o */
    NDArray features() {
        return selection.output();
    }

    /** g, the gradient of the loss by the input. */
    NDArray byInput() {
        return layer.block().weights().byInput(delta.byInput(), x);
    }

    /** By W, gamma, beta, and what the head learns. */
    NDList byParameters() {
        return byParameters(e_BC, delta);
    }

    /** The same of any scalar, from its gradients by the scores and by z, gamma and beta. */
    NDList byParameters(NDArray byScores_BC, Gradients byNormalization) {
        NDList gradients = layer.block().weights().byParameters(byNormalization.byInput(), x);
        gradients.add(byNormalization.byScale());
        gradients.add(byNormalization.byShift());
        gradients.addAll(layer.head().scores().byParameters(byScores_BC, q));
        return gradients;
    }

    /** From the gradient by the scores. */
    NDArray byFeatures(NDArray byScores_BC) {
        return layer.head().pooling().byInput(layer.head().scores().byInput(byScores_BC, q), features());
    }
}
