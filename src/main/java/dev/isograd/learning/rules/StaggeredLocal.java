package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.reconciliation.BoundarySignal;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * Local learning in groups of neighboring modules whose borders move up by one module in every step.
 *
 * <p>The uppermost loss of a group moves all its bodies. Over the steps each body follows the losses of the n - 1 modules above it,
 * as in Interlocking Backpropagation (Gomez et al. 2020, arXiv 2010.04116), but with one of them at a time, which takes no more
 * passes than greedy learning. That the borders move is our own.
 */
public final class StaggeredLocal implements UpdateRule {

    private final List<LocalModule> modules;
    private final LocalLearners learners;
    private final int group;

    /** @param group n, the number of modules in a group; with 1, the rule is greedy */
    public StaggeredLocal(LocalNetwork network, Optimizer.Factory optimizers, int group) {
        this.modules = network.modules();
        this.learners = LocalLearners.of(network, optimizers);
        this.group = group;
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        List<ModuleMetrics> metrics = new ArrayList<>();
        BoundarySignal signal = BoundarySignal.images(batch.images_BCHW());
        for (List<LocalModule> members : groups(step)) {
            try (BoundarySignal below = signal;
                    NDScope scope = new NDScope();
                    Recording on = Recording.on()) {
                signal = train(members, below, batch, learningRate, metrics);
            }
        }
        signal.close();
        return metrics;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return learners.state();
    }

    /** The first group is whole in step 0 and shorter by one module in each of the next n - 1 steps. */
    private List<List<LocalModule>> groups(long step) {
        List<List<LocalModule>> groups = new ArrayList<>();
        int from = 0;
        int to = group - (int) (step % group);
        while (from < modules.size()) {
            groups.add(modules.subList(from, Math.min(to, modules.size())));
            from = to;
            to += group;
        }
        return groups;
    }

    /** Every head follows its own loss, so that it fits its features when its module is the uppermost again. */
    private BoundarySignal train(
            List<LocalModule> members,
            BoundarySignal below,
            Batch batch,
            double learningRate,
            List<ModuleMetrics> metrics) {
        NDArray t = below.gradient();
        NDArray x = below.input();
        NDArray o = x;
        NDArray d = x;
        List<HeadPass> heads = new ArrayList<>();
        NDList inputs = new NDList();
        for (LocalModule module : members) {
            o = module.features(o, Mode.TRAINING);
            HeadPass head = HeadPass.of(module, o, batch);
            d = head.featureGradient();
            if (module != members.getLast()) {
                d.close();
            }
            heads.add(head);
            inputs.addAll(trainable(module));
        }
        if (t != null) {
            inputs.add(x);
        }
        NDList gradients = Gradients.vjp(o, d, inputs);
        NDList agreement = t == null ? new NDList() : Agreement.measure(gradients.removeLast(), t);

        int from = 0;
        for (int i = 0; i < members.size(); i++) {
            int to = from + trainable(members.get(i)).size();
            NDList own = gradients.subNDList(from, to);
            own.addAll(heads.get(i).parameterGradients());
            metrics.add(learners.of(members.get(i))
                    .update(heads.get(i).loss(), heads.get(i).scores(), batch, own, agreement, learningRate));
            agreement = new NDList();
            from = to;
        }
        return BoundarySignal.of(o, d);
    }

    private static NDList trainable(LocalModule module) {
        return Parameter.trainable(module.body().parameters());
    }
}
