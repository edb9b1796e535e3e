package dev.isograd.learning.rules;

import dev.isograd.learning.reconciliation.Agreement;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one local module in one step.
 *
 * @param module number of the module, 1 to K
 * @param loss cross-entropy of the module's own head, before the update
 * @param accuracy share of the batch that the head classifies correctly, before the update
 * @param gradientNorm Euclidean norm of the gradient that the optimizer received
 * @param updateRatio norm of the update over norm of the parameters
 * @param agreement with the module below; null if no two gradients meet at the boundary
 * @param insight null on steps without diagnostics
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
