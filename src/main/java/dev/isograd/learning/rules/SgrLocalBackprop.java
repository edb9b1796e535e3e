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
import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.reconciliation.ReconcilablePass;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

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
    private final WeightWarmup weight;
    private final double fraction;

    public SgrLocalBackprop(
            LocalNetwork network, Optimizer.Factory optimizers, GradientDistance distance, WeightWarmup weight) {
        this(network, optimizers, distance, weight, 1);
    }

    /** @param fraction of each batch that is reconciled, its first samples; 1 for all */
    public SgrLocalBackprop(
            LocalNetwork network,
            Optimizer.Factory optimizers,
            GradientDistance distance,
            WeightWarmup weight,
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
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        double lambda = weight.countsOn(step) ? weight.at(step) : 0;
        int samples = samples(fraction, batch.size());
        List<ModuleMetrics> metrics = new ArrayList<>();
        BoundarySignal next = BoundarySignal.images(batch.images_BCHW());
        for (int l = 0; l < modules.size(); l++) {
            LocalModule module = modules.get(l);
            LocalLearner learner = learners.get(l);
            try (BoundarySignal below = next;
                    NDScope scope = new NDScope();
                    Recording on = Recording.on()) {
                NDArray t = below.gradient();
                Learned learned;
                if (t == null || lambda == 0) {
                    learned = greedy(module, learner, below, batch);
                } else if (samples < batch.size()) {
                    NDList penaltyGradients =
                            penaltyGradients(module, below.first(samples), batch.first(samples), lambda);
                    learned = greedy(module, learner, below, batch).plus(penaltyGradients);
                } else {
                    // x_{l-1} comes without a past, so this module's losses move theta_l and phi_l alone.
                    ReconcilablePass pass = ReconcilablePass.of(module, below.input(), batch, Mode.TRAINING);
                    // d is taken from the loss, not from loss + lambda R.
                    NDArray d = pass.featureGradient();
                    NDList agreement = Agreement.measure(pass.inputGradient(), t);
                    NDList gradients = pass.reconciled(distance, t, lambda);
                    learned = new Learned(pass.loss(), pass.scores(), pass.features(), d, gradients, agreement);
                }
                metrics.add(learned.update(learner, batch, learningRate));
                if (l < modules.size() - 1) {
                    next = BoundarySignal.of(learned.o(), learned.d());
                }
            }
        }
        return metrics;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return LocalLearner.state(learners);
    }

    /** How many of a batch's images are reconciled. */
    public static int samples(double fraction, int batchSize) {
        return Math.clamp(Math.round(fraction * batchSize), FEWEST, batchSize);
    }

    /** As {@link GreedyLocal} learns. */
    private Learned greedy(LocalModule module, LocalLearner learner, BoundarySignal below, Batch batch) {
        NDArray x = below.input();
        NDArray o = module.features(x, Mode.TRAINING);
        NDArray scores = module.scores(o, Mode.TRAINING);
        NDArray loss = CrossEntropy.mean(scores, batch.labels_BC());
        NDArray t = below.gradient();
        NDList all = Gradients.of(loss, learner.parametersAnd(o, t == null ? null : x));
        int count = learner.parameters().size();
        NDList agreement = t == null ? new NDList() : Agreement.measure(all.getLast(), t);
        return new Learned(loss, scores, o, all.get(count), all.subNDList(0, count), agreement);
    }

    /** The gradient of lambda R alone, over a part of the batch; its arrays are gone before the whole batch runs. */
    private NDList penaltyGradients(LocalModule module, BoundarySignal below, Batch part, double lambda) {
        try (StepScope scope = new StepScope()) {
            ReconcilablePass pass = ReconcilablePass.of(module, below.input(), part, Mode.RECOMPUTATION);
            return scope.keep(pass.penaltyGradients(distance, Objects.requireNonNull(below.gradient()), lambda));
        }
    }

    /** What a module's pass over a batch came to. */
    private record Learned(NDArray loss, NDArray scores, NDArray o, NDArray d, NDList gradients, NDList agreement) {

        Learned plus(NDList penaltyGradients) {
            NDList sums = new NDList();
            for (int i = 0; i < penaltyGradients.size(); i++) {
                sums.add(gradients.get(i).add(penaltyGradients.get(i)));
            }
            return new Learned(loss, scores, o, d, sums, agreement);
        }

        ModuleMetrics update(LocalLearner learner, Batch batch, double learningRate) {
            return learner.update(loss, scores, batch, gradients, agreement, learningRate);
        }
    }
}
