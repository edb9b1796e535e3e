package dev.isograd.learning.rules;

/**
 * The weight of a penalty over the steps of a run: it is 0 before the start, then rises linearly, and counts only on every
 * n-th step.
 *
 * @param weight λ after the warm-up
 * @param start steps before the warm-up
 * @param steps length of the warm-up; 0 for the whole weight from its first step
 * @param every n; on the steps that count, the weight is n times as large, as in lazy regularization of gradient penalties
 */
public record WeightWarmup(double weight, long start, long steps, int every) {

    /** A warm-up that begins with the first step. */
    public WeightWarmup(double weight, long steps, int every) {
        this(weight, 0, steps, every);
    }

    /**
     * Returns the weight of one step, 0 where the penalty does not count.
     *
     * @param step steps done before this one
     */
    public double at(long step) {
        long since = step - start;
        if (since < 0 || (step + 1) % every != 0) {
            return 0;
        }
        double risen = since >= steps ? weight : weight * since / steps;
        return every * risen;
    }
}
