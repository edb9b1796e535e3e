package dev.isograd.learning.rules;

/**
 * A weight that rises linearly from 0 to its value over the first steps of a run.
 *
 * @param steps 0 for the whole weight from the start
 */
public record Ramp(double weight, long steps) {

    /** @param step steps done before this one */
    public double at(long step) {
        return step >= steps ? weight : weight * step / steps;
    }
}
