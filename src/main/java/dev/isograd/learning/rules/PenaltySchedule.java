package dev.isograd.learning.rules;

import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.reconciliation.Penalty;

/**
 * The penalty of SGR over the steps of a run.
 *
 * @param fraction of each batch that is reconciled, its first samples; 1 for all
 * @param activeOnly whether only positions of the boundary count at which the features are positive
 */
public record PenaltySchedule(GradientDistance distance, WeightWarmup weight, double fraction, boolean activeOnly) {

    /** All positions count. */
    public PenaltySchedule(GradientDistance distance, WeightWarmup weight, double fraction) {
        this(distance, weight, fraction, false);
    }

    /** @param step steps done before this one */
    Penalty at(long step) {
        return new Penalty(distance, weight.at(step), fraction, activeOnly);
    }
}
