package dev.isograd.learning.memory;

import dev.isograd.learning.NetworkSetup;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.spec.TrainingSpec;

/** How much work a training step is per image, from shapes alone; only ratios of two trainings have a meaning. */
public final class StepWork {

    private StepWork() {}

    /**
     * Returns the work of a network and its heads, in a unit without meaning.
     *
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public static long of(TrainingSpec spec, int channels, int height, int width, int classes) {
        return new NetworkSetup(spec, new FeatureShape(channels, height, width), classes).work();
    }
}
