package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.AnalyticPass;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.PlainBlock;
import org.jspecify.annotations.Nullable;

/**
 * One batch through one weight layer and its linear head, with derivatives from formulas only: nothing is recorded.
 *
 * <pre>
 * o = block x    q = Q o    s = V q + b    p = softmax s    e = (w p - labels) / B    d = Qᵀ Vᵀ e    g = vjp of d
 * </pre>
 *
 * <p>w is the weight of an image, 1 unless the batch is weighted. Q pools the features for the head. For the formulas of the block see {@code NormalizedPass} and {@code ActivationMask}.
 */
public final class SingleLayerPass {

    private static final int CLASS_AXIS = 1;
    private static final int[] CLASSES = {CLASS_AXIS};

    private final SingleLayerModule layer;
    private final PlainBlock.Pass block;
    private final NDArray q;
    private final NDArray scores;
    private final NDArray loss;
    private final NDArray p_BC;
    private final NDArray e_BC;

    /** w, the sum of each image's labels; null if it is 1. */
    private final @Nullable NDArray weights_B1;

    private final NDArray d;

    /**
     * Runs the forward pass, which also moves the running statistics of batch normalization.
     *
     * @param x the input of the layer, which has to live as long as this pass
     */
    public SingleLayerPass(SingleLayerModule layer, NDArray x, Batch batch) {
        this.layer = layer;
        block = layer.block().pass(x, Mode.TRAINING);
        q = layer.head().pooling().forward(features(), Mode.TRAINING);
        scores = layer.head().scores().forward(q, Mode.TRAINING);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        p_BC = scores.softmax(CLASS_AXIS);
        weights_B1 = batch.weighted() ? batch.labels_BC().sum(CLASSES, true) : null;
        NDArray expected_BC = weights_B1 == null ? p_BC : p_BC.mul(weights_B1);
        e_BC = expected_BC.sub(batch.labels_BC()).div(Constant.of(batch.size(), scores));
        d = featureGradient(e_BC);
    }

    /** The cross-entropy, a scalar. */
    public NDArray loss() {
        return loss;
    }

    /** s, the class scores, BC. */
    public NDArray scores() {
        return scores;
    }

    /** o, the output of the block. */
    public NDArray features() {
        return block.output();
    }

    /** d, the gradient of the loss with respect to the features. */
    public NDArray featureGradient() {
        return d;
    }

    /** Takes the gradients of the loss with respect to W, gamma and beta, then to the parameters of the head. */
    public NDList parameterGradients() {
        NDList gradients = block.parameterGradients(featureGradient(e_BC));
        gradients.addAll(headGradients(e_BC));
        return gradients;
    }

    /** Takes the vector-Jacobian product with respect to the input only. */
    public Vjp vjp() {
        return new Vjp(block.vjp(d.duplicate()));
    }

    NDArray scoreGradient_BC() {
        return e_BC;
    }

    /** The Hessian of the loss with respect to the scores, times a vector: w (p v - p ⟨p, v⟩) / B. */
    NDArray hessianProduct(NDArray v_BC) {
        NDArray weighted_BC = p_BC.mul(v_BC);
        NDArray ofMean_BC = p_BC.mul(weighted_BC.sum(CLASSES, true));
        NDArray product_BC =
                weighted_BC.sub(ofMean_BC).div(Constant.of(v_BC.getShape().get(0), v_BC));
        return weights_B1 == null ? product_BC : product_BC.mul(weights_B1);
    }

    SingleLayerModule layer() {
        return layer;
    }

    /** The gradients with respect to the parameters of the head, from that with respect to the scores. */
    NDList headGradients(NDArray scoreGradient_BC) {
        return layer.head().scores().parameterGradients(scoreGradient_BC, q);
    }

    /** The gradient with respect to the features, from that with respect to the scores. */
    NDArray featureGradient(NDArray scoreGradient_BC) {
        return layer.head()
                .pooling()
                .inputGradient(layer.head().scores().inputGradient(scoreGradient_BC, q), features());
    }

    /** The layer after its vector-Jacobian product. */
    public final class Vjp {

        private final AnalyticPass.Vjp block;

        private Vjp(AnalyticPass.Vjp block) {
            this.block = block;
        }

        /** g, the gradient of the loss with respect to the input. */
        public NDArray inputGradient() {
            return block.inputGradient();
        }

        /** Moves the input by v, a constant of its shape; v stays the caller's. */
        public TangentPass jvp(NDArray v) {
            return new TangentPass(SingleLayerPass.this, block.jvp(v.duplicate()));
        }
    }
}
