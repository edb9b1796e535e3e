package dev.isograd.learning.rules;

import dev.isograd.learning.reconciliation.Agreement;
import org.jspecify.annotations.Nullable;

/**
 * What one step measured at one local module.
 *
 * @param module 1 to K
 * @param loss of the module's own head, before the step's update
 * @param gradientNorm length of the gradient that the optimizer got
 * @param updateRatio length of the update over the length of the parameters
 * @param agreement with the module below, null where no two gradients meet
 * @param insight null on steps that are not looked into
 */
public record ModuleMetrics(
        int module,
        double loss,
        double accuracy,
        double gradientNorm,
        double updateRatio,
        @Nullable Agreement agreement,
        @Nullable StepDiagnostics insight) {

    public ModuleMetrics with(StepDiagnostics seen) {
        return new ModuleMetrics(module, loss, accuracy, gradientNorm, updateRatio, agreement, seen);
    }
}
