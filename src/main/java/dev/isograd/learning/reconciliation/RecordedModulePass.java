package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;

/** Differentiates twice what was recorded: for every module, at about twice the memory of a backward pass. */
final class RecordedModulePass implements ReconcilablePass {

    private final LocalModule module;
    private final NDArray features;
    private final NDArray scores;
    private final NDArray loss;

    /** g and d as functions of theta and phi. */
    private final NDList gradients;

    RecordedModulePass(LocalModule module, NDArray x, Batch batch, Mode mode) {
        this.module = module;
        features = module.features(x, mode);
        scores = module.scores(features, mode);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        gradients = Gradients.differentiable(loss, new NDList(x, features));
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
        return Recording.detached(gradients.getLast());
    }

    @Override
    public NDArray inputGradient() {
        return Recording.detached(gradients.getFirst());
    }

    @Override
    public NDList reconciled(GradientDistance distance, NDArray t, double lambda) {
        return Gradients.of(loss.add(weighted(distance, t, lambda)), module.trainable());
    }

    @Override
    public NDList penaltyGradients(GradientDistance distance, NDArray t, double lambda) {
        return Gradients.of(weighted(distance, t, lambda), module.trainable());
    }

    private NDArray weighted(GradientDistance distance, NDArray t, double lambda) {
        return distance.between(gradients.getFirst(), t).mul(Constant.of(lambda, loss));
    }
}
