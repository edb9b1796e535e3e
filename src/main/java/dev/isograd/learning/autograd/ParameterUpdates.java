package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * The arithmetic of the optimizers, for all parameters in one native call. The same operations called one by one from Java take
 * twice the time.
 */
public final class ParameterUpdates {

    private static final Script SGD = new Script("sgd.pt");
    private static final Script NESTEROV_SGD = new Script("nesterov_sgd.pt");
    private static final Script ADAMW = new Script("adamw.pt");

    /** From this size on, an array is worth the time that it takes to wake the other threads. */
    private static final long LARGE = 1 << 18;

    private ParameterUpdates() {}

    /**
     * Changes parameters w and velocities v in place: v = momentum v + g + decay w, then w = w - rate v, or in Nesterov's form
     * w = w - rate (momentum v + g + decay w).
     *
     * @param settings scalars: momentum, weight decay, learning rate
     * @param gradients unchanged
     * @return the Euclidean norm of what was subtracted from all parameters together, a scalar
     */
    public static NDArray sgd(
            boolean nesterov, List<NDArray> settings, NDList parameters, NDList gradients, NDList velocities) {
        return call(nesterov ? NESTEROV_SGD : SGD, settings, parameters, gradients, velocities);
    }

    /**
     * Changes parameters w and moments m, s in place: m = beta1 m + (1 - beta1) g and s = beta2 s + (1 - beta2) g², then
     * w = w - (step m / (correction sqrt(s) + epsilon) + decay w).
     *
     * @param settings scalars: beta1, 1 - beta1, beta2, 1 - beta2, correction, step, decay, epsilon
     * @param gradients unchanged
     * @return the Euclidean norm of what was subtracted from all parameters together, a scalar
     */
    public static NDArray adamw(
            List<NDArray> settings, NDList parameters, NDList gradients, NDList firstMoments, NDList secondMoments) {
        return call(ADAMW, settings, parameters, gradients, firstMoments, secondMoments);
    }

    private static NDArray call(Script script, List<NDArray> settings, NDList parameters, NDList... others) {
        NDList all = new NDList(settings);
        all.addAll(parameters);
        for (NDList other : others) {
            all.addAll(other);
        }
        if (parameters.stream().anyMatch(parameter -> parameter.size() >= LARGE)) {
            return script.call(new NDList(), all).singletonOrThrow();
        }
        // No parameter depends on the threads: each is computed from numbers of the same position.
        try (CpuThreads one = CpuThreads.limit(1)) {
            return script.call(new NDList(), all).singletonOrThrow();
        }
    }
}
