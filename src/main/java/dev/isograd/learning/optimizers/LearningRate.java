package dev.isograd.learning.optimizers;

import java.util.List;

/** The learning rate schedule of a training. */
@FunctionalInterface
public interface LearningRate {

    /**
     * Returns the learning rate of a step.
     *
     * @param step number of steps before this one, over the whole training
     */
    double at(long step);

    /** The same rate in every step. */
    static LearningRate constant(double rate) {
        return step -> rate;
    }

    /** Cosine annealing from the rate to 0 between two steps (Loshchilov and Hutter 2017, arXiv 1608.03983). */
    static LearningRate cosine(double rate, long from, long to) {
        return step -> {
            double part = (double) Math.max(0, step - from) / Math.max(1, to - from);
            return rate * (1 + StrictMath.cos(Math.PI * Math.min(1, part))) / 2;
        };
    }

    /** The rate, multiplied by a factor at each of the given steps. */
    static LearningRate steps(double rate, List<Long> milestones, double factor) {
        return step -> {
            long passed =
                    milestones.stream().filter(milestone -> step >= milestone).count();
            return rate * Math.pow(factor, passed);
        };
    }

    /** This schedule with a linear warmup over the first steps; the rate of the first step is not 0. */
    default LearningRate warmedUp(long steps) {
        return step -> step < steps ? at(step) * (step + 1) / steps : at(step);
    }
}
