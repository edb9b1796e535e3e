package dev.isograd.learning;

import dev.isograd.learning.Evaluation.Score;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a training.
 *
 * @param stopped whether a {@link StepHook} ended it early
 * @param testAccuracy accuracy of the network on the test images, 0 to 1; NaN before the first evaluation, as the other
 *     test metrics. With validation, all test metrics but the best are those of the selected epoch
 * @param moduleAccuracies test accuracy of every trained head, first module first; the last is that of the network
 * @param boundaryCosines mean cosine of the gradients at the boundary below module 2, 3, … in the last epoch; null if
 *     the rule measures none
 * @param isolation null unless the spec asks for the isolation check
 * @param parameters number of trainable parameters of the final network, without auxiliary heads
 * @param selection null without validation, and before the end of the first epoch
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
        TrainingOutline.Platform platform,
        @Nullable Selection selection) {

    static TrainingOutcome of(
            boolean stopped,
            ProgressMeter meter,
            BestEpoch.@Nullable Scores best,
            @Nullable Isolation isolation,
            long parameters,
            TrainingOutline.Platform platform) {
        List<Score> test = best == null ? meter.scores() : best.test();
        return new TrainingOutcome(
                stopped,
                test.isEmpty() ? Double.NaN : test.getLast().accuracy(),
                test.isEmpty() ? Double.NaN : test.getLast().loss(),
                meter.bestTestAccuracy(),
                best == null
                        ? meter.moduleAccuracies()
                        : test.stream().map(Score::accuracy).toList(),
                meter.boundaryCosines(),
                isolation,
                parameters,
                platform,
                best == null
                        ? null
                        : new Selection(
                                best.epoch(),
                                best.validation().accuracy(),
                                best.validation().loss()));
    }

    /** The outcome of a training without validation. */
    public TrainingOutcome(
            boolean stopped,
            double testAccuracy,
            double testLoss,
            double bestTestAccuracy,
            List<Double> moduleAccuracies,
            List<@Nullable Double> boundaryCosines,
            @Nullable Isolation isolation,
            long parameters,
            TrainingOutline.Platform platform) {
        this(
                stopped,
                testAccuracy,
                testLoss,
                bestTestAccuracy,
                moduleAccuracies,
                boundaryCosines,
                isolation,
                parameters,
                platform,
                null);
    }

    /**
     * The epoch whose weights are the result.
     *
     * @param epoch counted from 1
     * @param validationAccuracy accuracy of the network on the held-out images, 0 to 1
     */
    public record Selection(int epoch, double validationAccuracy, double validationLoss) {}
}
