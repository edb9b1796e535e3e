package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Creates the constants of recorded operations.
 *
 * <p>DJL's {@code mul(Number)} and similar methods put the number into memory of the JVM. The garbage collector may reclaim that
 * memory while libtorch's graph still points to it. Gradients then turn into noise once in thousands of steps.
 */
public final class Constant {

    private static final Shape SCALAR = new Shape();

    private Constant() {}

    /** A scalar in libtorch's own memory, of the type and on the device of {@code like}. */
    public static NDArray of(double value, NDArray like) {
        return JniUtils.full(
                (PtNDManager) like.getManager(),
                SCALAR,
                value,
                like.getDataType(),
                like.getDevice(),
                SparseFormat.DENSE);
    }
}
