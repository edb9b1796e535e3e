package dev.isograd.learning.diagnostics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * Determines which modules' own updates of one step lower the last module's loss on the same batch, all other modules staying as
 * they were. Weights are copied back bit for bit, so the training is unchanged.
 *
 * <p>Create it before the step, inside a scope, where it keeps a copy of all weights.
 */
final class SoloDescent {

    private static final NDIndex ALL = new NDIndex("...");

    private final LocalNetwork network;
    private final Batch batch;
    private final List<NDList> before;
    private final double lossBefore;

    SoloDescent(LocalNetwork network, Batch batch) {
        this.network = network;
        this.batch = batch;
        this.before = copies();
        this.lossBefore = lastLoss();
    }

    /** Call it after the step. */
    List<Boolean> lowersLastLoss() {
        List<NDList> after = copies();
        network.modules().forEach(module -> set(module, before));
        List<Boolean> lowered = new ArrayList<>();
        for (LocalModule module : network.modules()) {
            set(module, after);
            lowered.add(lastLoss() < lossBefore);
            set(module, before);
        }
        network.modules().forEach(module -> set(module, after));
        return lowered;
    }

    private List<NDList> copies() {
        try (Recording off = Recording.off()) {
            List<NDList> copies = new ArrayList<>();
            for (LocalModule module : network.modules()) {
                NDList copy = new NDList();
                module.trainable()
                        .forEach(array -> copy.add(Recording.detached(array).duplicate()));
                copies.add(copy);
            }
            return copies;
        }
    }

    private static void set(LocalModule module, List<NDList> values) {
        NDList arrays = module.trainable();
        NDList own = values.get(module.number() - 1);
        try (Recording off = Recording.off()) {
            for (int i = 0; i < arrays.size(); i++) {
                arrays.get(i).set(ALL, own.get(i));
            }
        }
    }

    private double lastLoss() {
        try (NDScope scope = new NDScope();
                Recording off = Recording.off()) {
            LocalModule last = network.last();
            NDArray scores = last.scores(features(), Mode.RECOMPUTATION);
            return CrossEntropy.mean(scores, batch.labelsOn(last.device()).labels_BC())
                    .toType(DataType.FLOAT64, false)
                    .getDouble();
        }
    }

    /** The features of the last module; modules may lie on several devices. */
    private NDArray features() {
        NDArray x = batch.images_BCHW();
        for (LocalModule module : network.modules()) {
            x = module.features(x.toDevice(module.device(), false), Mode.RECOMPUTATION);
        }
        return x;
    }
}
