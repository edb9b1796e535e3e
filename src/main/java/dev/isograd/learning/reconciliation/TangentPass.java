package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.heads.LinearScores;

/**
 * How a layer's loss changes as its input moves by a constant v, D = <g, v>, and the gradient of that by the parameters: the
 * mixed second derivative, without differentiating twice.
 *
 * <pre>
 * o' = tangent v    q' = Q o'    s' = V q'    D = <e, s'>    h = (p s' - p <p, s'>) / B
 * </pre>
 *
 * <p>Primes are tangents. h is the gradient of D by s through p; the block adds what D depends on its own arrays.
 */
public final class TangentPass {

    private static final int[] CLASSES = {1};

    private final SingleLayerPass pass;
    private final NDArray tangentOfQ;
    private final NDArray tangentOfScores_BC;

    public TangentPass(SingleLayerPass pass, NDArray v) {
        this.pass = pass;
        // The block's tangent follows its pass backwards.
        pass.inputGradient();
        LinearScores head = pass.layer.head();
        tangentOfQ = head.pooling().jvp(pass.block.jvp(v.duplicate()));
        tangentOfScores_BC = head.scores().jvp(tangentOfQ);
    }

    /** D */
    public NDArray derivative() {
        return pass.e_BC.mul(tangentOfScores_BC).sum();
    }

    /** The gradients of the loss plus D, in the order of {@link SingleLayerPass#parameterGradients()}. */
    public NDList parameterGradients() {
        NDList gradients = pass.parameterGradients(pass.e_BC.add(curvature(tangentOfScores_BC)));
        NDList ofScores = pass.layer.head().scores().jvpParameterGradients(pass.e_BC, tangentOfQ);
        int from = gradients.size() - ofScores.size();
        for (int i = 0; i < ofScores.size(); i++) {
            gradients.get(from + i).addi(ofScores.get(i));
        }
        return gradients;
    }

    /** The loss's second derivative by the scores, times w. */
    private NDArray curvature(NDArray w_BC) {
        NDArray weighted_BC = pass.p_BC.mul(w_BC);
        NDArray ofMean_BC = pass.p_BC.mul(weighted_BC.sum(CLASSES, true));
        return weighted_BC.sub(ofMean_BC).div(Constant.of(w_BC.getShape().get(0), w_BC));
    }
}
