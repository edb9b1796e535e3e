package dev.isograd.jobs.estimates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.isograd.datasets.Datasets;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.memory.NetworkShapes;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Estimates of trainings. The shapes that they follow from are kept for a while: a plan needs dozens, and most are those of the
 * plan before, while somebody edits a spec.
 */
@Component
public class Estimates {

    private static final int MOST = 1000;

    /** A diagnosed step also computes the end-to-end gradient: forward twice, block by block, and backward once. */
    private static final double ENDTOEND_PASSES = 4;

    private final Cache<NetworkShapes.Key, NetworkShapes> shapes =
            Caffeine.newBuilder().maximumSize(MOST).recordStats().build();

    /**
     * Returns the memory of a training on such images.
     *
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public MemoryEstimate of(TrainingSpec spec, Datasets.Size data) {
        return shapes(spec, data).memory(spec);
    }

    /** Returns the cost of one epoch, in the unit of {@link dev.isograd.learning.memory.StepWork#cost}. */
    public double epochCost(TrainingSpec spec, Datasets.Size data) {
        NetworkShapes shapes = shapes(spec, data);
        long steps = spec.stepsPerEpoch(data.trainingImages());
        double batch = (double) spec.imagesPerEpoch(data.trainingImages()) / steps;
        return steps * shapes.step(batch).cost()
                + shapes.evaluation(data.testImages())
                + diagnosedSteps(spec, steps) * ENDTOEND_PASSES * shapes.evaluation(batch);
    }

    /** The first step of a training is diagnosed, and then one in n. */
    private static double diagnosedSteps(TrainingSpec spec, long steps) {
        int every = spec.insight().every();
        return every == 0 ? 0 : Math.ceil((double) steps * spec.epochs() / every) / spec.epochs();
    }

    /** Returns the local modules, first module first. */
    public List<NetworkShapes.ModuleShape> modules(TrainingSpec spec, Datasets.Size data) {
        return shapes(spec, data).modules(spec.batchSize());
    }

    private NetworkShapes shapes(TrainingSpec spec, Datasets.Size data) {
        return shapes.get(
                NetworkShapes.Key.of(spec, data.channels(), data.height(), data.width(), data.classes()),
                _ -> NetworkShapes.of(spec, data.channels(), data.height(), data.width(), data.classes()));
    }

    /** How many networks have been traced so far. */
    long traced() {
        return shapes.stats().missCount();
    }
}
