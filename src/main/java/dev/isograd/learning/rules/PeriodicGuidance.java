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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SequencedMap;

/**
 * Periodic Global Guidance (Bhatti and Moon 2022, arXiv 2208.00821): greedy local learning in which every P-th step follows
 * the end-to-end gradient.
 *
 * <p>A guided step keeps only the inputs of the modules and computes each module again during the backward pass. At any time it
 * needs no more memory than a local step plus the boundaries.
 */
public final class PeriodicGuidance implements UpdateRule {

    private final GreedyLocal local;
    private final LocalNetwork network;
    private final int period;

    /** @param period P; with 1, every step is guided */
    public PeriodicGuidance(LocalNetwork network, Optimizer.Factory optimizers, int period) {
        this.local = new GreedyLocal(network, optimizers);
        this.network = network;
        this.period = period;
    }

    @Override
    public List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        return (step + 1) % period == 0 ? guided(batch, learningRate) : local.step(batch, step, learningRate);
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return local.state();
    }

    /** The last loss moves the bodies. Each head follows its own loss, so that it fits its features at the next local step. */
    private List<ModuleMetrics> guided(Batch batch, double learningRate) {
        Deque<ModuleMetrics> metrics = new ArrayDeque<>();
        try (NDScope results = new NDScope()) {
            ActivationCheckpoints checkpoints =
                    new ActivationCheckpoints(network.bodies(), batch.images_BCHW(), Mode.TRAINING);
            NDList fromAbove = new NDList();
            for (LocalModule module : network.modules().reversed()) {
                int l = module.number() - 1;
                NDList d = fromAbove;
                try (StepScope scope = new StepScope();
                        Recording on = Recording.on()) {
                    NDArray x = checkpoints.input(l);
                    NDArray o = module.features(x, checkpoints.mode(l));
                    HeadPass head = HeadPass.of(module, o, batch);
                    NDList inputs = Parameter.trainable(module.body().parameters());
                    if (d.isEmpty()) {
                        d = new NDList(head.featureGradient());
                    } else {
                        head.featureGradient().close();
                    }
                    NDList body = Gradients.vjp(o, d.head(), l == 0 ? inputs : with(inputs, x));
                    fromAbove = l == 0 ? new NDList() : scope.keep(new NDList(body.removeLast()));

                    body.addAll(head.parameterGradients());
                    metrics.addFirst(local.learner(module)
                            .update(head.loss(), head.scores(), batch, body, new NDList(), learningRate));
                }
                d.close();
                checkpoints.free(l);
            }
        }
        return List.copyOf(metrics);
    }

    private static NDList with(NDList inputs, NDArray x) {
        inputs.add(x);
        return inputs;
    }
}
