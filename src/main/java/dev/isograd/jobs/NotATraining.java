package dev.isograd.jobs;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when something that only trainings have or can do is requested of an import. */
public final class NotATraining extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private NotATraining(String detail) {
        super(HttpStatus.CONFLICT, "not_a_training", detail);
    }

    /** @param action such as "be paused" */
    public static NotATraining cannot(String action) {
        return new NotATraining("The job imports a data set and cannot %s; only trainings can.".formatted(action));
    }

    /** @param thing such as "checkpoints" */
    public static NotATraining has(String thing) {
        return new NotATraining("The job imports a data set and does not have %s; only trainings do.".formatted(thing));
    }
}
