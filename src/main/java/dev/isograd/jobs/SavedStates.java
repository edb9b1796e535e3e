package dev.isograd.jobs;

import java.util.Optional;

/**
 * Finds checkpoints that trainings can resume from; the package that manages checkpoints implements it.
 *
 * <p>A checkpoint that is found cannot be deleted before the caller's transaction ends. From then on, the row of the job
 * that the transaction created protects it.
 */
public interface SavedStates {

    /** Returns the newest usable checkpoint of a job and protects it from deletion. */
    Optional<String> holdNewest(String job);

    /** Returns whether a job has a usable checkpoint with this id, and protects it from deletion. */
    boolean hold(String job, String checkpoint);

    /** Returns the number of steps that the training had done at a checkpoint, which the caller holds. */
    long step(String checkpoint);
}
