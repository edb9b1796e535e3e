package dev.isograd.learning.rules;

import org.jspecify.annotations.Nullable;

/**
 * The metrics of a local module that only some steps measure, because they cost an extra pass through the network.
 *
 * @param endToEndCosine cosine between the gradient that the optimizer received for the body and the gradient of the last loss
 *     with respect to it, -1 to 1
 * @param deadUnits share of the body's output channels that are 0 at every position of every image, 0 to 1
 * @param reconciliation null unless asked for, and in a network that trains as one module
 */
public record StepDiagnostics(
        double endToEndCosine, double deadUnits, @Nullable ReconciliationDiagnostics reconciliation) {

    /** Without those of reconciliation. */
    public StepDiagnostics(double endToEndCosine, double deadUnits) {
        this(endToEndCosine, deadUnits, null);
    }
}
