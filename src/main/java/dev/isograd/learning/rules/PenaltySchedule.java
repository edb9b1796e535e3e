package dev.isograd.learning.rules;

import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.reconciliation.Penalty;

/**
 * The penalty of SGR over the steps of a run.
 *
 * @param fraction of each batch that is reconciled, its first samples; 1 for all
 */
public record PenaltySchedule(GradientDistance distance, WeightWarmup weight, double fraction) {

    /** @param step steps done before this one */
    Penalty at(long step) {
        return new Penalty(distance, weight.at(step), fraction);
    }
}
