package dev.isograd.learning;

import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.safetensors.UnusableState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the weights of the best epoch so far have scored, and its text form in a checkpoint.
 *
 * @param epoch counted from 1
 * @param validation of the classifier on the held-out images
 * @param test one score per local module on the test images
 */
record BestScores(int epoch, Score validation, List<Score> test) {

    private static final String EPOCH = "best.epoch";
    private static final String VALIDATION = "best.validation";
    private static final String TEST = "best.test";

    /** A higher accuracy is better; of equal ones, the lower loss; of equal losses, the earlier epoch. */
    boolean isBetterThan(@Nullable BestScores other) {
        if (other == null || validation.accuracy() != other.validation.accuracy()) {
            return other == null || validation.accuracy() > other.validation.accuracy();
        }
        return validation.loss() < other.validation.loss();
    }

    Map<String, String> text() {
        return Map.of(
                EPOCH, Integer.toString(epoch),
                VALIDATION, MeterState.text(List.of(validation)),
                TEST, MeterState.text(test));
    }

    /**
     * Returns null if the text has no best epoch.
     *
     * @throws UnusableState if a score is malformed
     */
    static @Nullable BestScores of(Map<String, String> text) {
        if (!text.containsKey(EPOCH)) {
            return null;
        }
        List<Score> validation = MeterState.scores(text, VALIDATION);
        if (validation.size() != 1) {
            throw new UnusableState("The best epoch has %d validation scores".formatted(validation.size()));
        }
        int epoch = Math.clamp(Progress.count(Progress.entry(text, EPOCH)), 0, Integer.MAX_VALUE);
        return new BestScores(epoch, validation.getFirst(), MeterState.scores(text, TEST));
    }

    /** @throws UnusableState if a training with so many completed epochs and modules cannot have these scores */
    void requireFits(long epochs, int modules) {
        if (epoch < 1 || epoch > epochs || test.size() != modules) {
            throw new UnusableState(
                    "The best of %d epochs cannot be epoch %d with %d scores".formatted(epochs, epoch, test.size()));
        }
    }
}
