package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.autograd.StepScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;

/**
 * The forward and backward pass of a head, after its graph has been freed.
 *
 * @param parameterGradients with respect to the parameters of the head
 * @param featureGradient d, with respect to the features
 */
record HeadPass(NDArray loss, NDArray scores, NDList parameterGradients, NDArray featureGradient) {

    /** Leaves the graph of the features alone; the caller may continue the backward pass through it with d. */
    static HeadPass of(LocalModule module, NDArray features, Batch batch) {
        NDArray o = Recording.leaf(features);
        NDArray scores = module.scores(o, Mode.TRAINING);
        NDArray loss = CrossEntropy.mean(scores, batch.labels_BC());
        NDList inputs = Parameter.trainable(module.head().parameters());
        inputs.add(o);
        NDList gradients = Gradients.of(loss, inputs);
        NDArray d = gradients.removeLast();
        return new HeadPass(Recording.detached(loss), Recording.detached(scores), gradients, d);
    }

    HeadPass keptBy(StepScope scope) {
        return new HeadPass(
                scope.keep(loss), scope.keep(scores), scope.keep(parameterGradients), scope.keep(featureGradient));
    }
}
