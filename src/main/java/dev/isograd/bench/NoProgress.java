package dev.isograd.bench;

import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.TrainingOutline;

/** Ignores all progress of a training of which only the outcome matters. */
class NoProgress implements ProgressListener {

    @Override
    public void started(TrainingOutline outline) {}

    @Override
    public void stepEnded(int epoch, long step) {}

    @Override
    public void metric(Metric metric) {}

    @Override
    public void epochEnded(int epoch) {}
}
