package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * Deeply-supervised nets (Lee et al. 2015, arXiv 1409.5185): the loss of every head moves all modules below it.
 *
 * <p>Modules are not isolated. This is back-propagation of the sum of all losses and takes as much memory.
 */
public final class DeepSupervision implements UpdateRule {

    private final List<LocalModule> modules;
    private final LocalLearners learners;

    public DeepSupervision(LocalNetwork network, Optimizer.Factory optimizers) {
        this.modules = network.modules();
        this.learners = LocalLearners.of(network, optimizers);
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        try (NDScope scope = new NDScope();
                Recording on = Recording.on()) {
            NDArray x = batch.images_BCHW();
            NDList scores = new NDList();
            NDList losses = new NDList();
            for (LocalModule module : modules) {
                x = module.features(x, Mode.TRAINING);
                scores.add(module.scores(x, Mode.TRAINING));
                losses.add(CrossEntropy.mean(scores.getLast(), batch.labels_BC()));
            }
            NDArray total = losses.stream().reduce(NDArray::add).orElseThrow();
            NDList gradients = Gradients.of(total, parameters());

            List<ModuleMetrics> metrics = new ArrayList<>();
            int from = 0;
            for (int l = 0; l < modules.size(); l++) {
                LocalLearner learner = learners.of(modules.get(l));
                int to = from + learner.parameters().size();
                NDList own = gradients.subNDList(from, to);
                metrics.add(learner.update(losses.get(l), scores.get(l), batch, own, new NDList(), learningRate));
                from = to;
            }
            return metrics;
        }
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return learners.state();
    }

    private NDList parameters() {
        NDList all = new NDList();
        learners.learners().forEach(learner -> all.addAll(learner.parameters()));
        return all;
    }
}
