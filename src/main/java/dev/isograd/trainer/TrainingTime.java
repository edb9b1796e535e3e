package dev.isograd.trainer;

/**
 * Time of a training so far, over all its attempts; lost steps do not count.
 *
 * @param trainSeconds seconds since the network was built, including evaluations
 * @param stepSeconds seconds of the steps alone
 */
public record TrainingTime(double trainSeconds, double stepSeconds) {

    static final TrainingTime NONE = new TrainingTime(0, 0);
}
