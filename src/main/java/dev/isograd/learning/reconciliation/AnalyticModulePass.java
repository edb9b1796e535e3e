package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.AnalyticChain;
import dev.isograd.learning.layers.AnalyticPass;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;

/**
 * Runs the body by analytic passes (see {@link AnalyticPass}) and records the head only.
 *
 * <p>Let v = lambda dR/dg, a constant, and let o' be the tangent of o as x moves by v. The gradient of lambda R is that of
 * D = ⟨g, v⟩ = ⟨d, o'⟩. The head recorded d as a function of o and phi, so autograd takes the gradients of the loss plus D with
 * respect to o and phi. The second reverse pass of the body continues from there. It adds what D depends on through the body's
 * own arrays.
 */
final class AnalyticModulePass implements ReconcilablePass {

    private final LocalModule module;
    private final NDArray x;
    private final NDArray t;
    private final Penalty penalty;
    private final AnalyticPass.Vjp body;
    private final NDArray features;
    private final NDArray scores;
    private final NDArray loss;

    /** d as a function of o and phi. */
    private final NDArray recordedFeatureGradient;

    AnalyticModulePass(
            AnalyticChain layers, LocalModule module, NDArray x, NDArray t, Batch batch, Penalty penalty, Mode mode) {
        this.module = module;
        this.x = x;
        this.t = t;
        this.penalty = penalty;
        AnalyticPass forward;
        try (Recording off = Recording.off()) {
            forward = layers.pass(Recording.detached(x), mode);
        }
        features = Recording.leaf(forward.output());
        scores = module.scores(features, mode);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        recordedFeatureGradient =
                Gradients.differentiable(loss, new NDList(features)).singletonOrThrow();
        try (Recording off = Recording.off()) {
            // A copy, which the pass takes over: the module above still needs d, and so does D.
            body = forward.vjp(featureGradient().duplicate());
        }
    }

    @Override
    public NDArray loss() {
        return loss;
    }

    @Override
    public NDArray scores() {
        return scores;
    }

    @Override
    public NDArray features() {
        return features;
    }

    @Override
    public NDArray featureGradient() {
        return Recording.detached(recordedFeatureGradient);
    }

    @Override
    public NDArray inputGradient() {
        return body.inputGradient();
    }

    @Override
    public NDList agreement() {
        return Agreement.measure(inputGradient(), t);
    }

    @Override
    public NDList gradients() {
        AnalyticPass.Jvp tangent = tangent();
        return gradients(tangent, loss.add(directionalDerivative(tangent)));
    }

    @Override
    public NDList penaltyGradients() {
        AnalyticPass.Jvp tangent = tangent();
        return gradients(tangent, directionalDerivative(tangent));
    }

    private AnalyticPass.Jvp tangent() {
        try (Recording off = Recording.off()) {
            return body.jvp(penalty.gradient(inputGradient(), t, x));
        }
    }

    /** D */
    private NDArray directionalDerivative(AnalyticPass.Jvp tangent) {
        return recordedFeatureGradient.mul(tangent.outputTangent()).sum();
    }

    /** @param value what is minimized, as a function of o and phi */
    private NDList gradients(AnalyticPass.Jvp tangent, NDArray value) {
        NDList inputs = Parameter.trainable(module.head().parameters());
        inputs.add(features);
        NDList headGradients = Gradients.of(value, inputs);
        NDArray outputGradient = headGradients.removeLast();
        NDList gradients;
        try (Recording off = Recording.off()) {
            gradients = tangent.parameterGradients(outputGradient);
        }
        gradients.addAll(headGradients);
        return gradients;
    }
}
