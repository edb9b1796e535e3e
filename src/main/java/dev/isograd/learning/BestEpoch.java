package dev.isograd.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalNetwork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the weights of the epoch that scored best on the held-out images. They take the place of the network's while they are
 * handed out; the training continues with its own.
 */
final class BestEpoch {

    private static final NDIndex ALL = new NDIndex("...");

    private final List<Parameter> network = new ArrayList<>();
    private final List<Parameter> kept = new ArrayList<>();
    private @Nullable BestScores scores;
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
        BestScores now = new BestScores(epoch, validation, test);
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
    BestScores scores() {
        return scores;
    }

    void restore(@Nullable BestScores saved) {
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
}
