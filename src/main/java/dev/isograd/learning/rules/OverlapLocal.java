package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.autograd.StepScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Local learning in overlapping pairs of modules: each loss moves the body of its own module and the body below.
 *
 * <p>The pairs are those of LoCo (Xiong et al. 2020, arXiv 2008.01342), with the losses of supervised learning. The body of the
 * first module is moved by the loss above only, so two modules are back-propagation. The first head trains but moves no body.
 */
public final class OverlapLocal implements UpdateRule {

    private final List<LocalModule> modules;
    private final LocalLearners learners;

    public OverlapLocal(LocalNetwork network, Optimizer.Factory optimizers) {
        this.modules = network.modules();
        this.learners = LocalLearners.of(network, optimizers);
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        List<ModuleMetrics> metrics = new ArrayList<>();
        try (NDScope results = new NDScope()) {
            Waiting below = null;
            for (LocalModule module : modules) {
                try (StepScope scope = new StepScope();
                        Recording on = Recording.on()) {
                    NDArray x = below == null ? batch.images_BCHW() : Recording.leaf(below.features);
                    NDArray o = module.features(x, Mode.TRAINING);
                    HeadPass head = HeadPass.of(module, o, batch);
                    NDList agreement = new NDList();
                    if (below != null) {
                        // The graph of f_l is kept: the gradient of the loss above will pass through it, too.
                        NDArray g = Gradients.vjpRetainingGraph(o, head.featureGradient(), new NDList(x))
                                .singletonOrThrow();
                        agreement = Agreement.measure(g, below.head.featureGradient());
                        metrics.add(update(below, g, batch, learningRate));
                    }
                    below = new Waiting(module, scope.keep(o), head.keptBy(scope), scope.keep(agreement));
                }
            }
            if (below != null) {
                metrics.add(update(below, null, batch, learningRate));
            }
        }
        return metrics;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return learners.state();
    }

    /** @param above gradient of the loss above with respect to this module's features; null for the last module */
    private ModuleMetrics update(Waiting waiting, @Nullable NDArray above, Batch batch, double learningRate) {
        LocalModule module = waiting.module;
        NDArray own = waiting.head.featureGradient();
        NDArray both = above == null ? own : module.number() == 1 ? above : own.add(above);
        NDList gradients = Gradients.vjp(
                waiting.features, both, Parameter.trainable(module.body().parameters()));
        gradients.addAll(waiting.head.parameterGradients());
        waiting.features.close();
        return learners.of(module)
                .update(waiting.head.loss(), waiting.head.scores(), batch, gradients, waiting.agreement, learningRate);
    }

    /** A module after its forward pass, whose graph waits for the gradient from above. */
    private record Waiting(LocalModule module, NDArray features, HeadPass head, NDList agreement) {}
}
