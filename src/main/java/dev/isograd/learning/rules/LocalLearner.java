package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Norm;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.reconciliation.ModulePass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Parameters that are updated together, and their optimizer: those of one local module, or of the whole network. */
final class LocalLearner {

    private final int number;
    private final NDList parameters;
    private final Optimizer optimizer;

    LocalLearner(int number, NDList parameters, Optimizer.Factory optimizers) {
        this.number = number;
        this.parameters = parameters;
        this.optimizer = optimizers.create(parameters);
    }

    /** The arrays that the learners keep from step to step: those of their optimizers. */
    static SequencedMap<String, NDArray> state(List<LocalLearner> learners) {
        SequencedMap<String, NDArray> state = new LinkedHashMap<>();
        for (LocalLearner learner : learners) {
            String prefix = "optimizer.module" + learner.number + ".";
            learner.optimizer.state().forEach((name, array) -> state.put(prefix + name, array));
        }
        return state;
    }

    NDList parameters() {
        return parameters;
    }

    /** Updates the parameters by the gradients of a pass through the module. */
    ModuleMetrics update(ModulePass pass, Batch batch, double learningRate) {
        NDList gradients = pass.gradients();
        try (Recording off = Recording.off()) {
            return update(pass.loss(), pass.scores(), batch, gradients, pass.agreement(), learningRate);
        }
    }

    /**
     * Updates the parameters, then reads all metrics from the device in one transfer.
     *
     * @param gradients with respect to the parameters, in their order
     * @param agreement the result of {@link Agreement#measure}, or empty
     */
    ModuleMetrics update(NDArray loss, NDArray scores, Batch batch, NDList gradients, NDList agreement, double rate) {
        try (Recording off = Recording.off()) {
            NDArray correct = CrossEntropy.correct(scores, batch.labels_BC()).toType(loss.getDataType(), false);
            NDArray gradientNorm = Norm.of(gradients);
            NDArray parameterNorm = Norm.of(parameters);
            NDArray updateNorm = optimizer.update(gradients, rate);
            NDList all = new NDList(loss, correct, gradientNorm, parameterNorm, updateNorm);
            all.addAll(agreement);
            double[] read = NDArrays.stack(all).toType(DataType.FLOAT64, false).toDoubleArray();
            return new ModuleMetrics(
                    number,
                    read[0],
                    read[1] / batch.size(),
                    read[2],
                    read[3] == 0 ? 0 : read[4] / read[3],
                    agreement.isEmpty() ? null : new Agreement(read[5], read[6], read[7]),
                    null);
        }
    }
}
