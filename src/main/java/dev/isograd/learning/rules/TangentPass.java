package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.heads.LinearScores;
import dev.isograd.learning.layers.LinearLayer;
import dev.isograd.learning.layers.NormalizedBatch.Gradients;
import dev.isograd.learning.layers.NormalizedBatch.Tangent;

/**
 * How a layer's loss changes as its input moves by a constant v, D = <g, v>, and the gradient of that by the parameters: the
 * mixed second derivative, without differentiating twice.
 *
 * <pre>
 * z' = W v    y' = gamma P z'    q' = Q S y'    s' = V q'    D = <e, s'>
 * h = (p s' - p <p, s'>) / B    eta = Sᵀ Qᵀ Vᵀ h
 * </pre>
 *
 * <p>Primes are tangents. h and eta are the gradients of D by s and y through p; the layer adds to them that P and n
 * depend on z, for which see {@code NormalizedBatch.tangentBack}.
 */
final class TangentPass {

    private static final int[] CLASSES = {1};

    private final LayerPass pass;
    private final NDArray v;
    private final Tangent tangent;
    private final NDArray tangentOfQ;
    private final NDArray tangentOfScores_BC;

    TangentPass(LayerPass pass, NDArray v) {
        this.pass = pass;
        this.v = v;
        LinearScores head = pass.layer.head();
        try (NDArray tangentOfZ = pass.layer.block().weights().tangent(v)) {
            tangent = pass.normalized.tangent(tangentOfZ);
        }
        tangentOfQ = head.pooling().tangent(pass.selection.tangent(tangent.y()));
        tangentOfScores_BC = head.scores().tangent(tangentOfQ);
    }

    /** D */
    NDArray derivative() {
        return pass.e_BC.mul(tangentOfScores_BC).sum();
    }

    /** The gradients of the loss plus D, in the order of {@link LayerPass#byParameters()}. */
    NDList byParameters() {
        NDArray h_BC = curvature(tangentOfScores_BC);
        NDArray eta = pass.selection.back(pass.byFeatures(h_BC));
        Gradients both = pass.normalized.tangentBack(pass.u, pass.delta, tangent, eta);
        NDList gradients = pass.byParameters(pass.e_BC.add(h_BC), both);

        // What W and V do to the tangents; gamma's part in them is in `both`.
        LinearLayer weights = pass.layer.block().weights();
        addTo(gradients, 0, weights.tangentByParameters(pass.delta.byInput(), v));
        NDList ofScores = pass.layer.head().scores().tangentByParameters(pass.e_BC, tangentOfQ);
        addTo(gradients, gradients.size() - ofScores.size(), ofScores);
        return gradients;
    }

    /** The loss's second derivative by the scores, times w. */
    private NDArray curvature(NDArray w_BC) {
        NDArray weighted_BC = pass.p_BC.mul(w_BC);
        NDArray ofMean_BC = pass.p_BC.mul(weighted_BC.sum(CLASSES, true));
        return weighted_BC.sub(ofMean_BC).div(Constant.of(w_BC.getShape().get(0), w_BC));
    }

    private static void addTo(NDList gradients, int from, NDList more) {
        for (int i = 0; i < more.size(); i++) {
            gradients.set(from + i, gradients.get(from + i).add(more.get(i)));
        }
    }
}
