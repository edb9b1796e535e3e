package dev.isograd.learning;

/** Hears what a training does, in order and on the training's own thread. */
public interface ProgressListener {

    void started(TrainingOutline outline);

    /**
     * @param epoch counted from 0
     * @param step steps done over the whole run, counted from 1
     */
    void stepEnded(int epoch, long step);

    void metric(Metric metric);

    /** @param epoch counted from 0 */
    void epochEnded(int epoch);
}
