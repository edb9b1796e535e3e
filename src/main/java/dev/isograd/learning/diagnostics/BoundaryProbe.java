package dev.isograd.learning.diagnostics;

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
import dev.isograd.learning.reconciliation.BoundaryAgreement;
import dev.isograd.learning.reconciliation.BoundarySignal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures the gradients on both sides of each boundary on one batch; leaves weights and running statistics unchanged. */
final class BoundaryProbe {

    private BoundaryProbe() {}

    /** Returns what each module has at its boundary below, first module first; null for the first module. */
    static List<@Nullable BoundaryAgreement> measure(LocalNetwork network, Batch batch) {
        List<@Nullable BoundaryAgreement> boundaries = new ArrayList<>();
        BoundarySignal below = BoundarySignal.images(batch.images_BCHW());
        for (LocalModule module : network.modules()) {
            below = below.on(module.device());
            try (NDScope scope = new NDScope();
                    Recording on = Recording.on()) {
                NDArray x = below.input();
                NDArray t = below.gradient();
                NDArray o = module.features(x, Mode.RECOMPUTATION);
                NDArray loss = CrossEntropy.mean(module.scores(o, Mode.RECOMPUTATION), labels(batch, module));
                NDList inputs = t == null ? new NDList(o) : new NDList(o, x);
                NDList gradients = Gradients.of(loss, inputs);
                boundaries.add(t == null ? null : BoundaryAgreement.measure(gradients.getLast(), t, below.features()));
                BoundarySignal above = BoundarySignal.of(o, gradients.getFirst());
                below.close();
                below = above;
            }
        }
        below.close();
        return boundaries;
    }

    private static NDArray labels(Batch batch, LocalModule module) {
        return batch.labelsOn(module.device()).labels_BC();
    }
}
