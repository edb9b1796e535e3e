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
import dev.isograd.learning.reconciliation.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * Trains each local module by the loss of its own head; no gradient crosses modules.
 *
 * <p>All modules move in the same step, as in Decoupled Greedy Learning (Belilovsky et al. 2020, arXiv 1901.08164).
 */
public final class GreedyLocal implements UpdateRule {

    private final List<LocalModule> modules;
    private final List<LocalLearner> learners;

    private final LocalLoss localLoss;

    public GreedyLocal(LocalNetwork network, Optimizer.Factory optimizers) {
        this(network, optimizers, LocalLoss.CROSS_ENTROPY);
    }

    public GreedyLocal(LocalNetwork network, Optimizer.Factory optimizers, LocalLoss localLoss) {
        this.modules = network.modules();
        this.learners = modules.stream()
                .map(module -> LocalLearner.of(module, optimizers))
                .toList();
        this.localLoss = localLoss;
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        List<ModuleMetrics> metrics = new ArrayList<>();
        BoundarySignal next = BoundarySignal.images(batch.images_BCHW());
        for (int l = 0; l < modules.size(); l++) {
            LocalModule module = modules.get(l);
            LocalLearner learner = learners.get(l);
            try (BoundarySignal below = next;
                    NDScope scope = new NDScope();
                    Recording on = Recording.on()) {
                NDArray x = below.input();
                NDArray o = module.features(x, Mode.TRAINING);
                NDArray scores = module.scores(o, Mode.TRAINING);
                NDArray crossEntropy = CrossEntropy.mean(scores, batch.labels_BC());
                NDArray loss = localLoss.of(crossEntropy, module, o, batch);

                // One backward pass also yields d, the gradient by o, and g, the gradient by x: measured, never used.
                NDArray t = below.gradient();
                boolean last = l == modules.size() - 1;
                NDList all = Gradients.of(loss, learner.parametersAnd(last ? null : o, t == null ? null : x));
                NDList gradients = all.subNDList(0, learner.parameters().size());
                NDList agreement = t == null ? new NDList() : Agreement.measure(all.getLast(), t);

                metrics.add(learner.update(crossEntropy, scores, batch, gradients, agreement, learningRate));
                if (!last) {
                    next = BoundarySignal.of(o, all.get(gradients.size()));
                }
            }
        }
        return metrics;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return LocalLearner.state(learners);
    }

    LocalLearner learner(LocalModule module) {
        return learners.get(module.number() - 1);
    }
}
