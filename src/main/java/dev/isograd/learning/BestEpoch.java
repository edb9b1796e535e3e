package dev.isograd.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.safetensors.UnusableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the weights of the epoch that scored best on the held-out images. They take the place of the network's while they are
 * handed out; the training continues with its own.
 */
final class BestEpoch {

    private static final NDIndex ALL = new NDIndex("...");

    private final List<Parameter> network = new ArrayList<>();
    private final List<Parameter> kept = new ArrayList<>();
    private @Nullable Scores scores;
    private boolean shown;

    /** Takes as much memory as the parameters of all bodies and heads. */
    BestEpoch(LocalNetwork network) {
        network.modules().forEach(module -> this.network.addAll(module.parameters()));
        try (Recording off = Recording.off()) {
            for (Parameter parameter : this.network) {
                NDArray copy = parameter.array().duplicate();
                copy.attach(parameter.array().getManager());
                kept.add(new Parameter("best." + parameter.name(), copy, false));
            }
        }
    }

    /** Keeps the weights of an epoch that has just ended, counted from 1, if they are the best so far. */
    void epochEnded(int epoch, Score validation, List<Score> test) {
        Scores now = new Scores(epoch, validation, test);
        if (now.isBetterThan(scores)) {
            scores = now;
            try (Recording off = Recording.off()) {
                for (int i = 0; i < kept.size(); i++) {
                    kept.get(i).array().set(ALL, network.get(i).array());
                }
            }
        }
    }

    /** The arrays that a state has beside those of the network. */
    List<Parameter> arrays() {
        return kept;
    }

    /** Null before the end of the first epoch. */
    @Nullable
    Scores scores() {
        return scores;
    }

    void restore(@Nullable Scores saved) {
        scores = saved;
    }

    /** Gives the network the best weights, if there are any, until {@link #hide}. */
    void show() {
        if (scores != null && !shown) {
            swap();
        }
    }

    /** Gives the network the weights back with which the training continues. */
    void hide() {
        if (shown) {
            swap();
        }
    }

    private void swap() {
        try (Recording off = Recording.off()) {
            for (int i = 0; i < kept.size(); i++) {
                NDArray one = network.get(i).array();
                NDArray other = kept.get(i).array();
                try (NDArray copy = one.duplicate()) {
                    one.set(ALL, other);
                    other.set(ALL, copy);
                }
            }
        }
        shown = !shown;
    }

    /**
     * What the weights of the best epoch so far have scored, and its text form in a checkpoint.
     *
     * @param epoch counted from 1
     * @param validation of the classifier on the held-out images
     * @param test one score per local module on the test images
     */
    record Scores(int epoch, Score validation, List<Score> test) {

        private static final String EPOCH = "best.epoch";
        private static final String VALIDATION = "best.validation";
        private static final String TEST = "best.test";

        /** A higher accuracy is better; of equal ones, the lower loss; of equal losses, the earlier epoch. */
        boolean isBetterThan(@Nullable Scores other) {
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
        static @Nullable Scores of(Map<String, String> text) {
            if (!text.containsKey(EPOCH)) {
                return null;
            }
            List<Score> validation = MeterState.scores(text, VALIDATION);
            if (validation.size() != 1) {
                throw new UnusableState("The best epoch has %d validation scores".formatted(validation.size()));
            }
            int epoch = Math.clamp(Progress.count(Progress.entry(text, EPOCH)), 0, Integer.MAX_VALUE);
            return new Scores(epoch, validation.getFirst(), MeterState.scores(text, TEST));
        }

        /** @throws UnusableState if a training with so many completed epochs and modules cannot have these scores */
        void requireFits(long epochs, int modules) {
            if (epoch < 1 || epoch > epochs || test.size() != modules) {
                throw new UnusableState("The best of %d epochs cannot be epoch %d with %d scores"
                        .formatted(epochs, epoch, test.size()));
            }
        }
    }
}
