package dev.isograd.learning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a training ended.
 *
 * @param stopped whether it ended early because it was asked to
 * @param moduleAccuracies test accuracy of every head that was trained, first module first; the last is the network's own
 * @param boundaryCosines mean gradient agreement of the last epoch at the boundary below module 2, 3, …; null where the rule has none
 * @param isolation null unless the spec asks for it
 */
public record TrainingOutcome(
        boolean stopped,
        double testAccuracy,
        double testLoss,
        double bestTestAccuracy,
        List<Double> moduleAccuracies,
        List<@Nullable Double> boundaryCosines,
        @Nullable Isolation isolation,
        long parameters,
        TrainingOutline.Platform platform) {}
