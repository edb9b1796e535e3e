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
import java.util.Objects;

/**
 * Greedy local learning in which each module also learns to agree with the one below: Successive Gradient
 * Reconciliation, in its local-backpropagation form (Yang et al. 2024, arXiv 2406.05222).
 *
 * <p>At every boundary, the gradient g of the upper module's loss by its input is drawn towards the gradient t of the
 * lower module's loss by its output. The term moves the upper module only.
 */
public final class SgrLocalBackprop implements UpdateRule {

    /** Batch normalisation needs two samples. */
    private static final int FEWEST = 2;

    private final List<LocalModule> modules;
    private final List<LocalLearner> learners;
    private final GradientDistance distance;
    private final Ramp weight;
    private final double fraction;

    public SgrLocalBackprop(
            LocalNetwork network, Optimizer.Factory optimizers, GradientDistance distance, Ramp weight) {
        this(network, optimizers, distance, weight, 1);
    }

    /** @param fraction of each batch that is reconciled, its first samples; 1 for all */
    public SgrLocalBackprop(
            LocalNetwork network,
            Optimizer.Factory optimizers,
            GradientDistance distance,
            Ramp weight,
            double fraction) {
        this.modules = network.modules();
        this.learners = modules.stream()
                .map(module -> LocalLearner.of(module, optimizers))
                .toList();
        this.distance = distance;
        this.weight = weight;
        this.fraction = fraction;
    }

    @Override
    public List<ModuleFigures> step(Batch batch, long step, double learningRate) {
        double lambda = weight.at(step);
        int samples = samples(fraction, batch.size());
        List<ModuleFigures> figures = new ArrayList<>();
        Crossing next = Crossing.images(batch.images_BCHW());
        for (int l = 0; l < modules.size(); l++) {
            LocalModule module = modules.get(l);
            LocalLearner learner = learners.get(l);
            boolean last = l == modules.size() - 1;
            try (Crossing below = next;
                    NDScope scope = new NDScope();
                    Recording on = Recording.on()) {
                NDArray t = below.gradient();
                boolean reconciles = t != null && weight.countsOn(step);
                NDList pull = reconciles && samples < batch.size()
                        ? pull(module, below.first(samples), batch.first(samples), lambda)
                        : new NDList();

                // x_{l-1} comes without a past, so this module's losses move theta_l and phi_l alone.
                NDArray x = below.input();
                NDArray o = module.features(x, Mode.TRAINING);
                NDArray scores = module.scores(o, Mode.TRAINING);
                NDArray loss = CrossEntropy.mean(scores, batch.labels_BC());

                NDList gradients;
                NDList agreement = new NDList();
                if (t == null || !reconciles || !pull.isEmpty()) {
                    NDList all = Gradients.of(loss, learner.parametersAnd(last ? null : o, t == null ? null : x));
                    gradients = all.subNDList(0, learner.parameters().size());
                    agreement = t == null ? agreement : Agreement.measure(all.getLast(), t);
                    next = last ? next : Crossing.of(o, all.get(gradients.size()));
                } else {
                    // g stays a function of theta_l and phi_l; d is taken from the loss, not from loss + lambda R.
                    NDList both = Gradients.differentiable(loss, last ? new NDList(x) : new NDList(x, o));
                    NDArray g = both.head();
                    NDArray total = loss.add(distance.between(g, t).mul(Constant.of(lambda, loss)));
                    gradients = Gradients.of(total, learner.parameters());
                    agreement = Agreement.measure(Recording.detached(g), t);
                    next = last ? next : Crossing.of(o, both.getLast());
                }
                figures.add(learner.update(loss, scores, batch, sum(gradients, pull), agreement, learningRate));
            }
        }
        return figures;
    }

    /** How many of a batch's images are reconciled. */
    public static int samples(double fraction, int batchSize) {
        return Math.clamp(Math.round(fraction * batchSize), FEWEST, batchSize);
    }

    /** The gradient of lambda R alone, over a part of the batch; its graph is gone before the whole batch runs. */
    private NDList pull(LocalModule module, Crossing below, Batch part, double lambda) {
        try (StepScope scope = new StepScope()) {
            NDArray x = below.input();
            NDArray scores = module.scores(module.features(x, Mode.RECOMPUTATION), Mode.RECOMPUTATION);
            NDArray loss = CrossEntropy.mean(scores, part.labels_BC());
            NDArray g = Gradients.differentiable(loss, new NDList(x)).singletonOrThrow();
            NDArray t = Objects.requireNonNull(below.gradient());
            NDArray weighted = distance.between(g, t).mul(Constant.of(lambda, loss));
            return scope.keep(Gradients.of(weighted, module.trainable()));
        }
    }

    private static NDList sum(NDList gradients, NDList pull) {
        NDList sums = new NDList(gradients);
        for (int i = 0; i < pull.size(); i++) {
            sums.set(i, gradients.get(i).add(pull.get(i)));
        }
        return sums;
    }
}
