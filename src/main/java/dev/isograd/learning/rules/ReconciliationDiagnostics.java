package dev.isograd.learning.rules;

import dev.isograd.learning.reconciliation.BoundaryAgreement;
import org.jspecify.annotations.Nullable;

/**
 * What the theory of SGR (Yang et al. 2024, arXiv 2406.05222) speaks of, at one module in one step.
 *
 * @param boundary at the boundary below; null for the first module
 * @param lowersLastLoss whether the module's update alone lowers the loss of the last module on the same batch
 */
public record ReconciliationDiagnostics(@Nullable BoundaryAgreement boundary, boolean lowersLastLoss) {}
