package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.List;
import java.util.SequencedMap;

/** The baseline: every parameter is updated by the end-to-end gradient of the last head's loss. */
public final class Backprop implements UpdateRule {

    private final LocalNetwork network;
    private final LocalLearner whole;

    public Backprop(LocalNetwork network, Optimizer.Factory optimizers) {
        this.network = network;
        this.whole = new LocalLearner(1, Parameter.trainable(network.finalParameters()), optimizers);
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        try (NDScope scope = new NDScope();
                Recording on = Recording.on()) {
            NDArray scores = network.scores(batch.images_BCHW(), Mode.TRAINING);
            NDArray loss = CrossEntropy.mean(scores, batch.labels_BC());
            NDList gradients = Gradients.of(loss, whole.parameters());
            return List.of(whole.update(loss, scores, batch, gradients, new NDList(), learningRate));
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return LocalLearner.state(List.of(whole));
    }
}
