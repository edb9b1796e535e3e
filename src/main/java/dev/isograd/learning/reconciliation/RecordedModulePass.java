package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;

/**
 * Records the backward pass too and differentiates it (double backward): works for every module, at about twice the memory
 * of a backward pass.
 */
final class RecordedModulePass implements ReconcilablePass {

    private final LocalModule module;
    private final NDArray x;
    private final NDArray t;
    private final Penalty penalty;
    private final NDArray features;
    private final NDArray scores;
    private final NDArray loss;

    /** g and d as functions of theta and phi. */
    private final NDList inputAndFeatureGradients;

    RecordedModulePass(LocalModule module, NDArray x, NDArray t, Batch batch, Penalty penalty, Mode mode) {
        this.module = module;
        this.x = x;
        this.t = t;
        this.penalty = penalty;
        features = module.features(x, mode);
        scores = module.scores(features, mode);
        loss = CrossEntropy.mean(scores, batch.labels_BC());
        inputAndFeatureGradients = Gradients.differentiable(loss, new NDList(x, features));
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
        return Recording.detached(inputAndFeatureGradients.getLast());
    }

    @Override
    public NDArray inputGradient() {
        return Recording.detached(inputAndFeatureGradients.getFirst());
    }

    @Override
    public NDList agreement() {
        return Agreement.measure(inputGradient(), t);
    }

    @Override
    public NDList gradients() {
        return Gradients.of(loss.add(penaltyOfGraph()), module.trainable());
    }

    @Override
    public NDList penaltyGradients() {
        return Gradients.of(penaltyOfGraph(), module.trainable());
    }

    private NDArray penaltyOfGraph() {
        return penalty.of(inputAndFeatureGradients.getFirst(), t, x);
    }
}
