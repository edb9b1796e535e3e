package dev.isograd.learning.rules;

import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.reconciliation.BoundarySignal;
import dev.isograd.learning.rules.ModuleWork.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An update rule under which no module needs anything from above. It describes the step of one module. Different modules may
 * take different steps at the same time, each in a thread of its own.
 */
public interface LocalRule extends UpdateRule {

    /** First module first. */
    List<LocalModule> modules();

    /**
     * Updates one module by one batch.
     *
     * @param below the module's input, and the gradient that its own is compared with
     * @param batch only its labels may be read
     * @param step steps done before this one
     * @param learningRate of this step
     */
    Result<ModuleMetrics> step(LocalModule module, BoundarySignal below, Batch batch, long step, double learningRate);

    /** Updates the modules one after the other. */
    @Override
    default List<ModuleMetrics> step(Batch batch, long step, double learningRate) {
        List<ModuleMetrics> metrics = new ArrayList<>();
        ModuleWork<ModuleMetrics> work = (module, below, labels) -> step(module, below, labels, step, learningRate);
        work.through(modules(), BoundarySignal.images(batch.images_BCHW()), batch, metrics)
                .close();
        return metrics;
    }

    @Override
    default Optional<LocalRule> local(long step) {
        return Optional.of(this);
    }
}
