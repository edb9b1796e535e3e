package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The Euclidean norm of several arrays together, in one native call. */
public final class Norm {

    private static final Script SCRIPT = new Script("norm.pt");

    private Norm() {}

    /** The norm as a scalar on the device. */
    public static NDArray of(NDList arrays) {
        return SCRIPT.call(new NDList(), arrays).singletonOrThrow();
    }
}
