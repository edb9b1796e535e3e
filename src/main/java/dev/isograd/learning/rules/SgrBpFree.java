package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.reconciliation.SingleLayerModule;
import dev.isograd.learning.reconciliation.SingleLayerPass;
import dev.isograd.learning.reconciliation.TangentPass;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * Successive Gradient Reconciliation without back-propagation (Yang et al. 2024, arXiv 2406.05222): one weight layer per
 * module, nothing recorded, each gradient a closed formula of one layer.
 *
 * <p>The distance moves the parameters as {@link SgrLocalBackprop}'s does: with v = dR/dg, a constant, the gradient of
 * R(g, t) is that of the directional derivative <g, v>.
 */
public final class SgrBpFree implements UpdateRule {

    private final List<SingleLayerModule> layers;
    private final List<LocalLearner> learners;
    private final GradientDistance distance;
    private final WeightWarmup weight;

    /** @throws IllegalArgumentException if a module has more than one weight layer, or a head that is not linear */
    public SgrBpFree(
            LocalNetwork network, Optimizer.Factory optimizers, GradientDistance distance, WeightWarmup weight) {
        this.layers = network.modules().stream().map(SingleLayerModule::of).toList();
        this.learners = network.modules().stream()
                .map(module -> LocalLearner.of(module, optimizers))
                .toList();
        this.distance = distance;
        this.weight = weight;
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        double lambda = weight.at(step);
        List<ModuleMetrics> metrics = new ArrayList<>();
        BoundarySignal next = BoundarySignal.images(batch.images_BCHW());
        for (int l = 0; l < layers.size(); l++) {
            try (BoundarySignal below = next;
                    NDScope scope = new NDScope();
                    Recording off = Recording.off()) {
                SingleLayerPass pass = new SingleLayerPass(layers.get(l), below.features(), batch);
                NDArray t = below.gradient();

                NDList gradients;
                NDList agreement = new NDList();
                if (t == null) {
                    gradients = pass.parameterGradients();
                } else {
                    NDArray g = pass.inputGradient();
                    agreement = Agreement.measure(g, t);
                    gradients = lambda == 0
                            ? pass.parameterGradients()
                            : new TangentPass(pass, distance.gradient(g, t).muli(Constant.of(lambda, g)))
                                    .parameterGradients();
                }
                metrics.add(learners.get(l).update(pass.loss, pass.scores, batch, gradients, agreement, learningRate));
                if (l < layers.size() - 1) {
                    next = BoundarySignal.of(pass.features(), pass.d);
                }
            }
        }
        return metrics;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return LocalLearner.state(learners);
    }
}
