package dev.isograd.learning;

/** Receives the progress of a training, in order and on the training's thread. */
public interface ProgressListener {

    /** Called at the start of every run, also after a resume. */
    void started(TrainingOutline outline);

    /**
     * Called after {@link #started} if a run resumes within a window of steps. Metrics of exactly this step were reported
     * when the last run ended; those of the whole window will replace them.
     */
    default void windowReopened(long step) {}

    /**
     * Called after every step.
     *
     * @param epoch counted from 0
     * @param step number of steps done over the whole training, counted from 1
     */
    void stepEnded(int epoch, long step);

    /**
     * Called before a module learns from the batch of a step. Unlike all other methods, this one and the next run on the
     * thread of the module's lane, and in no order among lanes. Steps in which modules need each other do not call them.
     *
     * @param module 1 to K
     * @param step counted from 1, over the whole training
     */
    default void moduleStarted(int module, long step) {}

    /** Called after a module has learned from the batch of a step. */
    default void moduleEnded(int module, long step) {}

    /** Called for every metric, as soon as it is known. */
    void metric(Metric metric);

    /**
     * Called after the evaluation at the end of an epoch.
     *
     * @param epoch counted from 0
     */
    void epochEnded(int epoch);
}
