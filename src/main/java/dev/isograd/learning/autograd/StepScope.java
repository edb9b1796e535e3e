package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;

/**
 * A scope that frees all arrays made while it is open, and their graph, but hands the kept ones to the scope around it.
 *
 * <p>Rules open one for each local module, so that one graph is freed before the next is made.
 */
public final class StepScope implements AutoCloseable {

    private final NDScope scope = new NDScope();
    private final NDList kept = new NDList();

    public NDArray keep(NDArray array) {
        kept.add(array);
        return array;
    }

    public NDList keep(NDList arrays) {
        kept.addAll(arrays);
        return arrays;
    }

    @Override
    public void close() {
        NDScope.unregister(kept);
        scope.close();
        kept.forEach(NDScope::register);
    }
}
