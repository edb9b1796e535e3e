package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Creates arrays of given numbers in libtorch's own memory.
 *
 * <p>DJL's {@code mul(Number)}, {@code create(double[])} and similar methods put the numbers into memory of the JVM. The garbage
 * collector may reclaim that memory while libtorch still points to it. Gradients then turn into noise once in thousands of steps.
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

    /** An array of the given numbers, shape and type. {@code toType} makes no copy if the types are equal, even if told to. */
    public static NDArray of(double[] values, Shape shape, DataType type, NDManager manager) {
        try (NDArray inJava = manager.create(values, shape);
                NDArray converted = inJava.toType(type, false)) {
            return converted.duplicate();
        }
    }
}
