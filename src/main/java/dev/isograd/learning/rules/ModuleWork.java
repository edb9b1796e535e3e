package dev.isograd.learning.rules;

import dev.isograd.learning.data.Batch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.reconciliation.BoundarySignal;
import java.util.List;

/** What each local module does with a batch, knowing only what comes from the module below. */
@FunctionalInterface
public interface ModuleWork<R> {

    /**
     * Does the work of one module.
     *
     * @param below on the device of the module; stays the caller's
     * @param batch only its labels may be read, because the images may be freed
     */
    Result<R> of(LocalModule module, BoundarySignal below, Batch batch);

    /**
     * Does the work of neighboring modules one after the other. Each signal is freed once the module above it is done.
     *
     * @param below is freed
     * @param values receives one value per module
     * @return the signal above the last module
     */
    default BoundarySignal through(
            List<LocalModule> modules, BoundarySignal below, Batch batch, List<? super R> values) {
        BoundarySignal signal = below;
        for (LocalModule module : modules) {
            signal = signal.on(module.device());
            try (BoundarySignal received = signal) {
                Result<R> result = of(module, received, batch.labelsOn(module.device()));
                values.add(result.value());
                signal = result.above();
            }
        }
        return signal;
    }

    /**
     * The result of one module.
     *
     * @param above what the module above needs; outlives the open scope
     */
    record Result<R>(R value, BoundarySignal above) {}
}
