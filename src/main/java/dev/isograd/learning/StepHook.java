package dev.isograd.learning;

/** Called by a {@link TrainingLoop} before every step: saves a checkpoint, for example, and may end the run. */
@FunctionalInterface
public interface StepHook {

    /**
     * Runs on the training's thread, between two steps.
     *
     * @return false to end the run before the next step
     */
    boolean proceed(TrainingLoop loop);
}
