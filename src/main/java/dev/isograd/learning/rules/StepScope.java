package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;

/**
 * Frees all arrays made while it is open, and with them their graph, but hands those kept on to the scope around it.
 *
 * <p>Rules open one for each local module, so that one graph is gone before the next is made.
 */
final class StepScope implements AutoCloseable {

    private final NDScope scope = new NDScope();
    private final NDList kept = new NDList();

    NDArray keep(NDArray array) {
        kept.add(array);
        return array;
    }

    NDList keep(NDList arrays) {
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
