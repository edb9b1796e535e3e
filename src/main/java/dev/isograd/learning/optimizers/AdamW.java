package dev.isograd.learning.optimizers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
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
    public NDList update(NDList gradients, double learningRate) {
        updates.addi(1);
        long t = updates.getLong();
        NDManager manager = gradients.head().getManager();
        NDArray keep1 = manager.create(beta1);
        NDArray take1 = manager.create(1 - beta1);
        NDArray keep2 = manager.create(beta2);
        NDArray take2 = manager.create(1 - beta2);
        NDArray correction2 = manager.create(1 / Math.sqrt(1 - Math.pow(beta2, t)));
        NDArray step = manager.create(learningRate / (1 - Math.pow(beta1, t)));
        NDArray decay = manager.create(learningRate * weightDecay);
        NDArray epsilon0 = manager.create(epsilon);
        NDList moves = new NDList(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            NDArray w = parameters.get(i);
            NDArray g = gradients.get(i);
            NDArray m = firstMoments.get(i).muli(keep1).addi(g.mul(take1));
            NDArray s = secondMoments.get(i).muli(keep2).addi(g.mul(g).muli(take2));
            NDArray move =
                    m.div(s.sqrt().muli(correction2).addi(epsilon0)).muli(step).addi(w.mul(decay));
            w.subi(move);
            moves.add(move);
        }
        return moves;
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
