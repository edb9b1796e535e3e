package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import java.util.List;
import java.util.SequencedMap;

/** The learners of a network's local modules, one each. */
record LocalLearners(List<LocalLearner> learners) {

    static LocalLearners of(LocalNetwork network, Optimizer.Factory optimizers) {
        return new LocalLearners(network.modules().stream()
                .map(module -> new LocalLearner(module.number(), module.trainable(), optimizers))
                .toList());
    }

    LocalLearner of(LocalModule module) {
        return learners.get(module.number() - 1);
    }

    /** {@link UpdateRule#state}: the arrays of all optimizers. */
    SequencedMap<String, NDArray> state() {
        return LocalLearner.state(learners);
    }
}
