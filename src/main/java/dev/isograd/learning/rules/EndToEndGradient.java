package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.autograd.StepScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Parameter;
import java.util.List;

/**
 * The gradient of a classifier's loss with respect to all parameters of the network, computed with the graph of one segment
 * alive at a time.
 *
 * @param features output of the last segment, the input of the classifier
 * @param gradients with respect to the parameters of the segments in order, then of the classifier
 */
public record EndToEndGradient(NDArray features, NDArray loss, NDArray scores, NDList gradients) {

    /** Call this inside a scope, which keeps the results. Each checkpoint is freed once its segment is done. */
    public static EndToEndGradient of(
            ActivationCheckpoints checkpoints, List<Chain> segments, Layer classifier, Batch batch) {
        int last = segments.size() - 1;
        NDArray features;
        NDArray loss;
        NDArray scores;
        NDList gradients;
        try (StepScope scope = new StepScope();
                Recording on = Recording.on()) {
            NDArray x = checkpoints.input(last);
            NDArray o = segments.get(last).forward(x, checkpoints.mode(last));
            NDArray recorded = classifier.forward(o, checkpoints.mode(last));
            NDArray mean = CrossEntropy.mean(recorded, batch.labels_BC());
            NDList inputs = inputAndParameters(last, x, segments);
            inputs.addAll(Parameter.trainable(classifier.parameters()));
            gradients = scope.keep(Gradients.of(mean, inputs));
            features = scope.keep(Recording.detached(o));
            loss = scope.keep(Recording.detached(mean));
            scores = scope.keep(Recording.detached(recorded));
        }
        checkpoints.free(last);
        for (int s = last - 1; s >= 0; s--) {
            NDArray d = gradients.removeFirst();
            NDList here = segment(s, checkpoints, segments, d);
            d.close();
            checkpoints.free(s);
            here.addAll(gradients);
            gradients = here;
        }
        return new EndToEndGradient(features, loss, scores, gradients);
    }

    /** Gradients with respect to the input of a segment, unless that is the images, and to its parameters. */
    private static NDList segment(int s, ActivationCheckpoints checkpoints, List<Chain> segments, NDArray d) {
        try (StepScope scope = new StepScope();
                Recording on = Recording.on()) {
            NDArray x = checkpoints.input(s);
            NDArray o = segments.get(s).forward(x, checkpoints.mode(s));
            return scope.keep(Gradients.vjp(o, d, inputAndParameters(s, x, segments)));
        }
    }

    private static NDList inputAndParameters(int s, NDArray x, List<Chain> segments) {
        NDList inputs = s == 0 ? new NDList() : new NDList(x);
        inputs.addAll(Parameter.trainable(segments.get(s).parameters()));
        return inputs;
    }
}
