package dev.isograd.jobs;

import dev.isograd.learning.spec.TrainingSpec;
import java.util.Map;

/** A submitted job that has been checked and has every default filled in. */
public record Submission(String name, Map<String, String> labels, int priority, int slots, String notes, JobWork work) {

    /** A job without notes. */
    public Submission(String name, Map<String, String> labels, int priority, int slots, JobWork work) {
        this(name, labels, priority, slots, "", work);
    }

    /** A training without notes. */
    public Submission(String name, Map<String, String> labels, int priority, int slots, TrainingSpec spec) {
        this(name, labels, priority, slots, new JobWork.Training(spec));
    }
}
