package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Constant;
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

/**
 * Greedy local learning in which each module also learns to agree with the one below: Successive Gradient
 * Reconciliation, in its local-backpropagation form (Yang et al. 2024, arXiv 2406.05222).
 *
 * <p>At every boundary, the gradient g of the upper module's loss by its input is drawn towards the gradient t of the
 * lower module's loss by its output. The term moves the upper module only.
 */
public final class SgrLocalBackprop implements UpdateRule {

    private final List<LocalModule> modules;
    private final List<LocalLearner> learners;
    private final GradientDistance distance;
    private final Ramp weight;

    public SgrLocalBackprop(
            LocalNetwork network, Optimizer.Factory optimizers, GradientDistance distance, Ramp weight) {
        this.modules = network.modules();
        this.learners = modules.stream()
                .map(module -> LocalLearner.of(module, optimizers))
                .toList();
        this.distance = distance;
        this.weight = weight;
    }

    @Override
    public List<ModuleFigures> step(Batch batch, long step, double learningRate) {
        double lambda = weight.at(step);
        List<ModuleFigures> figures = new ArrayList<>();
        Crossing next = Crossing.images(batch.images_BCHW());
        for (int l = 0; l < modules.size(); l++) {
            LocalModule module = modules.get(l);
            LocalLearner learner = learners.get(l);
            boolean last = l == modules.size() - 1;
            try (Crossing below = next;
                    NDScope scope = new NDScope();
                    Recording on = Recording.on()) {
                // x_{l-1} comes without a past, so this module's losses move theta_l and phi_l alone.
                NDArray x = below.input();
                NDArray o = module.features(x, Mode.TRAINING);
                NDArray scores = module.scores(o, Mode.TRAINING);
                NDArray loss = CrossEntropy.mean(scores, batch.labels_BC());

                NDArray t = below.gradient();
                NDList gradients;
                NDList agreement = new NDList();
                if (t == null || !weight.countsOn(step)) {
                    NDList all = Gradients.of(loss, learner.parametersAnd(last ? null : o, t == null ? null : x));
                    gradients = all.subNDList(0, learner.parameters().size());
                    agreement = t == null ? agreement : Agreement.measure(all.getLast(), t);
                    next = last ? next : Crossing.of(o, all.get(gradients.size()));
                } else {
                    // g stays a function of theta_l and phi_l; d is taken from the loss alone, not from loss + lambda
                    // R.
                    NDList both = Gradients.differentiable(loss, last ? new NDList(x) : new NDList(x, o));
                    NDArray g = both.head();
                    NDArray total = loss.add(distance.between(g, t).mul(Constant.of(lambda, loss)));
                    gradients = Gradients.of(total, learner.parameters());
                    agreement = Agreement.measure(Recording.detached(g), t);
                    next = last ? next : Crossing.of(o, both.getLast());
                }
                figures.add(learner.update(loss, scores, batch, gradients, agreement, learningRate));
            }
        }
        return figures;
    }
}
