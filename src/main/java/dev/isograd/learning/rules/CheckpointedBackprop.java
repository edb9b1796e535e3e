package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Back-propagation that keeps the inputs of the network's segments alone and computes each segment again when the
 * gradient comes back to it: gradient checkpointing (Chen et al. 2016, arXiv 1604.06174).
 */
public final class CheckpointedBackprop implements UpdateRule {

    private final List<Chain> segments;
    private final Layer classifier;
    private final LocalLearner whole;

    /** @param segments the network's blocks in order, cut where an input is kept */
    public CheckpointedBackprop(List<Chain> segments, Layer classifier, Optimizer.Factory optimizers) {
        this.segments = List.copyOf(segments);
        this.classifier = classifier;
        List<Parameter> parameters = Stream.concat(segments.stream(), Stream.of(classifier))
                .flatMap(layer -> layer.parameters().stream())
                .toList();
        this.whole = new LocalLearner(1, Parameter.trainable(parameters), optimizers);
    }

    @Override
    public List<ModuleFigures> step(Batch batch, long step, double learningRate) {
        try (NDScope results = new NDScope()) {
            Checkpoints checkpoints = new Checkpoints(segments, batch.images_BCHW());
            int last = segments.size() - 1;

            NDArray loss;
            NDArray scores;
            NDList gradients;
            try (StepScope scope = new StepScope();
                    Recording on = Recording.on()) {
                NDArray x = checkpoints.input(last);
                NDArray o = segments.get(last).forward(x, checkpoints.mode(last));
                NDArray recorded = classifier.forward(o, Mode.TRAINING);
                NDArray mean = CrossEntropy.mean(recorded, batch.labels_BC());
                NDList inputs = inputAndParameters(last, x);
                inputs.addAll(Parameter.trainable(classifier.parameters()));
                gradients = scope.keep(Gradients.of(mean, inputs));
                loss = scope.keep(Recording.detached(mean));
                scores = scope.keep(Recording.detached(recorded));
            }
            checkpoints.free(last);
            for (int s = last - 1; s >= 0; s--) {
                NDArray d = gradients.removeFirst();
                NDList here = segment(s, checkpoints, d);
                d.close();
                checkpoints.free(s);
                here.addAll(gradients);
                gradients = here;
            }
            return List.of(whole.update(loss, scores, batch, gradients, new NDList(), learningRate));
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return LocalLearner.state(List.of(whole));
    }

    /** Gradients by the input of a segment, unless that is the images, and by its parameters. */
    private NDList segment(int s, Checkpoints checkpoints, NDArray d) {
        try (StepScope scope = new StepScope();
                Recording on = Recording.on()) {
            NDArray x = checkpoints.input(s);
            NDArray o = segments.get(s).forward(x, checkpoints.mode(s));
            return scope.keep(Gradients.through(o, d, inputAndParameters(s, x)));
        }
    }

    private NDList inputAndParameters(int s, NDArray x) {
        NDList inputs = s == 0 ? new NDList() : new NDList(x);
        inputs.addAll(Parameter.trainable(segments.get(s).parameters()));
        return inputs;
    }
}
