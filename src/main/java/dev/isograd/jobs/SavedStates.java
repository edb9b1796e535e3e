package dev.isograd.jobs;

import java.util.Optional;

/**
 * Where trainings can go on from; the package that keeps checkpoints tells it.
 *
 * <p>What is found is kept for the job that the caller's transaction makes: once that is over, the job's row keeps it.
 */
public interface SavedStates {

    /** The newest usable checkpoint of a job. */
    Optional<String> holdNewest(String job);

    /** Whether a job has that checkpoint and it is usable. */
    boolean hold(String job, String checkpoint);
}
