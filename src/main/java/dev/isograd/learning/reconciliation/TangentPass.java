package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.heads.LinearScores;
import dev.isograd.learning.layers.AnalyticPass;

/**
 * One weight layer and its head after the Jacobian-vector product: the directional derivative D = ⟨g, v⟩ of the loss, and the
 * gradient of D with respect to the parameters.
 *
 * <pre>
 * o' = jvp of v    q' = Q o'    s' = V q'    D = ⟨e, s'⟩    h = w (p s' - p ⟨p, s'⟩) / B
 * </pre>
 *
 * <p>Primes mark tangents. h is the gradient of D with respect to s, through p. The block adds what D depends on through the
 * block's own arrays.
 */
public final class TangentPass {

    private final SingleLayerPass pass;
    private final AnalyticPass.Jvp block;
    private final NDArray qTangent;
    private final NDArray scoreTangent_BC;

    TangentPass(SingleLayerPass pass, AnalyticPass.Jvp block) {
        this.pass = pass;
        this.block = block;
        LinearScores head = pass.layer().head();
        qTangent = head.pooling().jvp(block.outputTangent());
        scoreTangent_BC = head.scores().jvp(qTangent);
    }

    /** D, a scalar. */
    public NDArray directionalDerivative() {
        return pass.scoreGradient_BC().mul(scoreTangent_BC).sum();
    }

    /** Takes the gradients of the loss plus D, in the order of {@link SingleLayerPass#parameterGradients()}. */
    public NDList parameterGradients() {
        NDArray scoreGradient_BC = pass.scoreGradient_BC().add(pass.hessianProduct(scoreTangent_BC));
        NDList gradients = block.parameterGradients(pass.featureGradient(scoreGradient_BC));
        NDList ofHead = pass.headGradients(scoreGradient_BC);
        NDList ofTangent = pass.layer().head().scores().jvpParameterGradients(pass.scoreGradient_BC(), qTangent);
        for (int i = 0; i < ofTangent.size(); i++) {
            ofHead.get(i).addi(ofTangent.get(i));
        }
        gradients.addAll(ofHead);
        return gradients;
    }
}
