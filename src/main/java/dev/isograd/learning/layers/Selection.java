package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.isograd.learning.autograd.Operators;
import org.jspecify.annotations.Nullable;

/**
 * What a ReLU, and pooling of 2x2 maxima after it, let through of one batch: for that batch a linear map, which picks the
 * numbers that were picked then.
 */
public final class Selection {

    private static final int POSITION_AXIS = 2;

    private final NDArray y;
    private final NDArray output;
    private final NDArray passes;
    private final @Nullable NDArray indices;

    private Selection(NDArray y, NDArray output, @Nullable NDArray indices) {
        this.y = y;
        this.output = output;
        this.indices = indices;
        // The largest number of a window is not above 0 where none is: ReLU's mask need not be known at all of them.
        this.passes = output.sign();
    }

    static Selection of(NDArray y, boolean pooled) {
        NDArray rectified = Activation.relu(y);
        if (!pooled) {
            return new Selection(y, rectified, null);
        }
        NDList maxima = Operators.maxPool(rectified);
        return new Selection(y, maxima.get(0), maxima.get(1));
    }

    public NDArray output() {
        return output;
    }

    /** How the output moves when y moves by v. */
    public NDArray tangent(NDArray v) {
        return indices == null
                ? v.mul(passes)
                : flat(v).gather(flat(indices), POSITION_AXIS)
                        .reshape(passes.getShape())
                        .mul(passes);
    }

    /** The gradient by y, from the gradient by the output. */
    public NDArray back(NDArray gradient) {
        NDArray passed = gradient.mul(passes);
        return indices == null
                ? passed
                : flat(y.zerosLike())
                        .scatter(flat(indices), flat(passed), POSITION_AXIS)
                        .reshape(y.getShape());
    }

    private static NDArray flat(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), -1);
    }
}
