package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
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
 * Carries a batch through the body by closed formulas and records the head alone.
 *
 * <p>With v = lambda dR/dg, a constant, the gradient of lambda R is that of D = <g, v>. v goes through the body to become
 * the tangent o' of its output, D = <d, o'> with d as the head made it, and the gradient of the loss plus D by o comes back
 * down. What D depends on the body's own arrays, its formulas add on the way.
 */
final class AnalyticModulePass implements ReconcilablePass {

    private final LocalModule module;
    private final AnalyticPass body;
    private final NDArray features;
    private final NDArray scores;
    private final NDArray loss;

    /** d as a function of o and phi. */
    private final NDArray d;

    private final NDArray g;

    AnalyticModulePass(AnalyticChain layers, LocalModule module, NDArray x, Batch batch, Mode mode) {
        this.module = module;
        try (Recording off = Recording.off()) {
            body = layers.pass(Recording.detached(x), mode);
        }
        features = Recording.leaf(body.output());
        scores = module.scores(features, mode);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        d = Gradients.differentiable(loss, new NDList(features)).singletonOrThrow();
        try (Recording off = Recording.off()) {
            // The module above still needs d, and so does D.
            g = body.vjp(featureGradient().duplicate());
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
        return Recording.detached(d);
    }

    @Override
    public NDArray inputGradient() {
        return g;
    }

    @Override
    public NDList reconciled(GradientDistance distance, NDArray t, double lambda) {
        return gradients(loss.add(directionalDerivative(distance, t, lambda)));
    }

    @Override
    public NDList penaltyGradients(GradientDistance distance, NDArray t, double lambda) {
        return gradients(directionalDerivative(distance, t, lambda));
    }

    /** D */
    private NDArray directionalDerivative(GradientDistance distance, NDArray t, double lambda) {
        NDArray tangent;
        try (Recording off = Recording.off()) {
            tangent = body.jvp(distance.gradient(g, t).muli(Constant.of(lambda, g)));
        }
        return d.mul(tangent).sum();
    }

    private NDList gradients(NDArray value) {
        NDList arrays = Parameter.trainable(module.head().parameters());
        arrays.add(features);
        NDList headGradients = Gradients.of(value, arrays);
        try (Recording off = Recording.off()) {
            body.end(headGradients.removeLast());
        }
        NDList gradients = body.parameterGradients();
        gradients.addAll(headGradients);
        return gradients;
    }
}
