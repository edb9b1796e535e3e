package dev.isograd.jobs;

import java.util.Optional;

/** Where trainings can go on from; the package that keeps checkpoints tells it. */
public interface SavedStates {

    /** The newest usable checkpoint of a job. */
    Optional<String> newest(String job);

    /** Whether a job has that checkpoint and it is usable. */
    boolean exists(String job, String checkpoint);
}
