package dev.isograd.learning.optimizers;

import java.util.List;

/** The learning rate of every step of a run. */
@FunctionalInterface
public interface LearningRate {

    /** @param step steps done before this one, counted from 0 */
    double at(long step);

    static LearningRate constant(double rate) {
        return step -> rate;
    }

    /** Half a cosine from the rate down to 0 between two steps (Loshchilov and Hutter 2017, arXiv 1608.03983). */
    static LearningRate cosine(double rate, long from, long to) {
        return step -> {
            double part = (double) Math.max(0, step - from) / Math.max(1, to - from);
            return rate * (1 + StrictMath.cos(Math.PI * Math.min(1, part))) / 2;
        };
    }

    /** Multiplied by a factor at each of the given steps. */
    static LearningRate steps(double rate, List<Long> milestones, double factor) {
        return step -> {
            long passed =
                    milestones.stream().filter(milestone -> step >= milestone).count();
            return rate * Math.pow(factor, passed);
        };
    }

    /** Rises linearly to this rate over the first steps; the first step is not 0. */
    default LearningRate warmedUp(long steps) {
        return step -> step < steps ? at(step) * (step + 1) / steps : at(step);
    }
}
