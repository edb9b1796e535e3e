package dev.isograd.learning.optimizers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
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
    public NDList update(NDList gradients, double learningRate) {
        NDManager manager = gradients.head().getManager();
        NDArray momentum0 = manager.create(momentum);
        NDArray decay0 = manager.create(weightDecay);
        NDArray rate0 = manager.create(learningRate);
        NDList moves = new NDList(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            NDArray w = parameters.get(i);
            NDArray v = velocities.get(i);
            NDArray g = w.mul(decay0).addi(gradients.get(i));
            v.muli(momentum0).addi(g);
            NDArray move = (nesterov ? v.mul(momentum0).addi(g) : v.duplicate()).muli(rate0);
            w.subi(move);
            moves.add(move);
        }
        return moves;
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
