package dev.isograd.learning.reconciliation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;

/** The pass of a local loss, recorded and differentiated once. */
record LocalModulePass(
        NDArray loss, NDArray scores, NDArray features, NDArray featureGradient, NDList agreement, NDList gradients)
        implements ModulePass {

    /**
     * One backward pass yields the gradients with respect to the parameters, the features and the input. The last one is
     * measured and never used.
     */
    static LocalModulePass of(LocalModule module, BoundarySignal below, Batch batch, LocalLoss localLoss) {
        NDArray x = below.input();
        NDArray t = below.gradient();
        NDArray o = module.features(x, Mode.TRAINING);
        NDArray scores = module.scores(o, Mode.TRAINING);
        NDArray crossEntropy = CrossEntropy.mean(scores, batch.labels_BC());
        NDArray loss = localLoss.of(crossEntropy, module, o, batch);

        NDList inputs = module.trainable();
        int parameters = inputs.size();
        inputs.add(o);
        if (t != null) {
            inputs.add(x);
        }
        NDList all = Gradients.of(loss, inputs);
        NDList agreement = t == null ? new NDList() : Agreement.measure(all.getLast(), t);
        return new LocalModulePass(
                crossEntropy, scores, o, all.get(parameters), agreement, all.subNDList(0, parameters));
    }

    /** The same pass, with other gradients added to its own. */
    LocalModulePass plus(NDList others) {
        NDList sums = new NDList();
        for (int i = 0; i < others.size(); i++) {
            sums.add(gradients.get(i).add(others.get(i)));
        }
        return new LocalModulePass(loss, scores, features, featureGradient, agreement, sums);
    }
}
