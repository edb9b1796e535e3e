package dev.isograd.trainer;

/**
 * What a training has taken so far, over all its attempts; steps that were lost do not count.
 *
 * @param trainSeconds from the making of its network on, evaluations included
 * @param stepSeconds of the steps alone
 */
public record TimeSpent(double trainSeconds, double stepSeconds) {

    static final TimeSpent NONE = new TimeSpent(0, 0);
}
