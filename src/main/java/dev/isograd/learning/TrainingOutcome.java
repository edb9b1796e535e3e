package dev.isograd.learning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a training.
 *
 * @param stopped whether a {@link StepHook} ended it early
 * @param testAccuracy accuracy of the network on the test images, 0 to 1; NaN before the first evaluation, as the other
 *     test metrics
 * @param moduleAccuracies test accuracy of every trained head, first module first; the last is that of the network
 * @param boundaryCosines mean cosine of the gradients at the boundary below module 2, 3, … in the last epoch; null if
 *     the rule measures none
 * @param isolation null unless the spec asks for the isolation check
 * @param parameters number of trainable parameters of the final network, without auxiliary heads
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
