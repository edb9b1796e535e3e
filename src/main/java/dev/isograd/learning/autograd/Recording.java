package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Turns the recording of operations for autograd on or off for this thread, until closed.
 *
 * <p>DJL's own gradient collector allows only one per process. This class works per thread and nests.
 */
public final class Recording implements AutoCloseable {

    private final boolean before;

    private Recording(boolean record) {
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(record);
    }

    public static Recording on() {
        return new Recording(true);
    }

    public static Recording off() {
        return new Recording(false);
    }

    /** The same values without a graph: no gradient flows to the operations that computed them. */
    public static NDArray detached(NDArray array) {
        return array.stopGradient();
    }

    /** A detached array that a loss can be differentiated with respect to. It is the isolation boundary of a local module. */
    public static NDArray leaf(NDArray array) {
        NDArray leaf = array.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
