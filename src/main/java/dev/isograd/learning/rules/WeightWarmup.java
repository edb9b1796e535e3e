package dev.isograd.learning.rules;

/**
 * A weight that rises linearly from 0 to its value over the first steps of a run, and counts on each n-th step alone.
 *
 * @param steps 0 for the whole weight from the start
 * @param every n; the weight is n times as large on the steps that it counts on, as lazy gradient penalties have it
 */
public record WeightWarmup(double weight, long steps, int every) {

    /** @param step steps done before this one */
    public double at(long step) {
        double risen = step >= steps ? weight : weight * step / steps;
        return every * risen;
    }

    public boolean countsOn(long step) {
        return (step + 1) % every == 0;
    }
}
