package dev.isograd.learning.optimizers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.isograd.learning.autograd.ParameterUpdates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Stochastic gradient descent with momentum, plain or in Nesterov's form (Sutskever et al. 2013).
 *
 * <p>Replaces libtorch's SGD, which has no Nesterov momentum through DJL and hides its state.
 */
public final class Sgd implements Optimizer {

    private final NDList parameters;
    private final NDList velocities = new NDList();
    private final double momentum;
    private final boolean nesterov;
    private final double weightDecay;

    public Sgd(NDList parameters, double momentum, boolean nesterov, double weightDecay) {
        this.parameters = parameters;
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.weightDecay = weightDecay;
        for (NDArray parameter : parameters) {
            velocities.add(parameter.zerosLike());
        }
    }

    @Override
    public NDArray update(NDList gradients, double learningRate) {
        NDManager manager = gradients.head().getManager();
        List<NDArray> settings =
                List.of(manager.create(momentum), manager.create(weightDecay), manager.create(learningRate));
        return ParameterUpdates.sgd(nesterov, settings, parameters, gradients, velocities);
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        SequencedMap<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < velocities.size(); i++) {
            state.put("velocity." + i, velocities.get(i));
        }
        return state;
    }
}
