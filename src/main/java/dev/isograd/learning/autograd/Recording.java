package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Says whether this thread's operations are recorded for differentiation, until closed.
 *
 * <p>DJL's own collector allows one at a time in a whole process; this one is per thread and nests.
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

    /** The same values with no past: no gradient flows through it to whatever made it. */
    public static NDArray detached(NDArray array) {
        return array.stopGradient();
    }

    /** The same values with no past, by which a loss can be differentiated: the isolation boundary of a local module. */
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
