package dev.isograd.learning.optimizers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.ParameterUpdates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101). */
public final class AdamW implements Optimizer {

    private final NDList parameters;
    private final NDList firstMoments = new NDList();
    private final NDList secondMoments = new NDList();
    /** Number of updates, as an array so that it is saved with the rest of the state. */
    private final NDArray updates;

    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;

    public AdamW(NDList parameters, double beta1, double beta2, double epsilon, double weightDecay) {
        this.parameters = parameters;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
        for (NDArray parameter : parameters) {
            firstMoments.add(parameter.zerosLike());
            secondMoments.add(parameter.zerosLike());
        }
        this.updates = parameters.head().getManager().zeros(new Shape(), DataType.INT64);
    }

    @Override
    public NDArray update(NDList gradients, double learningRate) {
        updates.addi(1);
        long t = updates.getLong();
        NDManager manager = gradients.head().getManager();
        List<NDArray> settings = List.of(
                manager.create(beta1),
                manager.create(1 - beta1),
                manager.create(beta2),
                manager.create(1 - beta2),
                manager.create(1 / Math.sqrt(1 - Math.pow(beta2, t))),
                manager.create(learningRate / (1 - Math.pow(beta1, t))),
                manager.create(learningRate * weightDecay),
                manager.create(epsilon));
        return ParameterUpdates.adamw(settings, parameters, gradients, firstMoments, secondMoments);
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        SequencedMap<String, NDArray> state = new LinkedHashMap<>();
        state.put("updates", updates);
        for (int i = 0; i < firstMoments.size(); i++) {
            state.put("firstMoment." + i, firstMoments.get(i));
            state.put("secondMoment." + i, secondMoments.get(i));
        }
        return state;
    }
}
