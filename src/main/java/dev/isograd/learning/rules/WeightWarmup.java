package dev.isograd.learning.rules;

/**
 * The weight of a penalty over the steps of a run: it rises linearly from 0 during the first steps, and counts only on every
 * n-th step.
 *
 * @param weight λ after the warm-up
 * @param steps length of the warm-up; 0 for the whole weight from the first step
 * @param every n; on the steps that count, the weight is n times as large, as in lazy regularization of gradient penalties
 */
public record WeightWarmup(double weight, long steps, int every) {

    /**
     * Returns the weight of one step, 0 where the penalty does not count.
     *
     * @param step steps done before this one
     */
    public double at(long step) {
        if ((step + 1) % every != 0) {
            return 0;
        }
        double risen = step >= steps ? weight : weight * step / steps;
        return every * risen;
    }
}
