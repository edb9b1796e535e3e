package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Back-propagation with activation checkpointing (Chen et al. 2016, arXiv 1604.06174): only the inputs of the network's
 * segments are kept, and the backward pass computes each segment again.
 */
public final class CheckpointedBackprop implements UpdateRule {

    private final List<Chain> segments;
    private final Layer classifier;
    private final LocalLearner whole;

    /** @param segments the network's blocks in order; the input of each segment is kept */
    public CheckpointedBackprop(List<Chain> segments, Layer classifier, Optimizer.Factory optimizers) {
        this.segments = List.copyOf(segments);
        this.classifier = classifier;
        List<Parameter> parameters = Stream.concat(segments.stream(), Stream.of(classifier))
                .flatMap(layer -> layer.parameters().stream())
                .toList();
        this.whole = new LocalLearner(1, Parameter.trainable(parameters), optimizers);
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        try (NDScope results = new NDScope()) {
            ActivationCheckpoints checkpoints = new ActivationCheckpoints(segments, batch.images_BCHW(), Mode.TRAINING);
            EndToEndGradient all = EndToEndGradient.of(checkpoints, segments, classifier, batch);
            return List.of(whole.update(all.loss(), all.scores(), batch, all.gradients(), new NDList(), learningRate));
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return LocalLearner.state(List.of(whole));
    }
}
