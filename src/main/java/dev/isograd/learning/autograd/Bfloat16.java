package dev.isograd.learning.autograd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * Products of float32 arrays that are computed in bfloat16 and summed in float32; autograd computes their gradients in the same
 * way.
 *
 * <p>A CPU computes with the same rounded factors in float32: it is not faster, and takes more memory.
 *
 * <p>Arrays of type bfloat16 stay inside the scripts: DJL does not know the type, and some of its operations end the process.
 */
public final class Bfloat16 {

    private static final Script CONVOLUTION = new Script("bfloat16_convolution_1.pt");
    private static final Script CONVOLUTION_STRIDE_2 = new Script("bfloat16_convolution_2.pt");
    private static final Script PATCHES = new Script("bfloat16_patches.pt");
    private static final Script LINEAR = new Script("bfloat16_linear.pt");

    private Bfloat16() {}

    /**
     * A convolution with padding that keeps the size.
     *
     * @param stride 1 or 2
     */
    public static NDArray convolution(NDArray x, NDArray weight, long stride) {
        if (stride != 1 && stride != 2) {
            throw new IllegalArgumentException("There is no script for the stride " + stride);
        }
        return call(stride == 1 ? CONVOLUTION : CONVOLUTION_STRIDE_2, new NDList(x, weight));
    }

    /** A linear map of each square patch. Patches do not overlap and there is no padding. */
    public static NDArray patches(NDArray x, NDArray weight, NDArray bias) {
        return call(PATCHES, new NDList(x, weight, bias));
    }

    /** A fully connected layer on flat features (BC) or on each token of a sequence (BNC). */
    public static NDArray linear(NDArray x, NDArray weight, @Nullable NDArray bias) {
        return call(LINEAR, bias == null ? new NDList(x, weight) : new NDList(x, weight, bias));
    }

    private static NDArray call(Script script, NDList arguments) {
        return script.call(new NDList(), arguments).singletonOrThrow();
    }
}
