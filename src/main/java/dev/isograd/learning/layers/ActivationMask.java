package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Operators;
import org.jspecify.annotations.Nullable;

/**
 * The pass of a ReLU, and of 2x2 max pooling after it: for one batch a linear map, which selects the numbers that the forward
 * pass let through.
 */
public final class ActivationMask implements LinearPass {

    private static final int POSITION_AXIS = 2;

    private final Shape shape;
    /** Above 0 where a number was let through. If a window lets none through, its maximum is 0. */
    private final NDArray output;

    private final @Nullable NDArray indices;

    private ActivationMask(Shape shape, NDArray output, @Nullable NDArray indices) {
        this.shape = shape;
        this.output = output;
        this.indices = indices;
    }

    /**
     * Runs the forward pass.
     *
     * @param y taken over: its memory becomes that of the output, or is freed
     * @param pooled whether 2x2 max pooling follows the ReLU
     */
    public static ActivationMask of(NDArray y, boolean pooled) {
        Shape shape = y.getShape();
        if (!pooled) {
            return new ActivationMask(shape, Operators.relu(y), null);
        }
        try (NDArray activated = Operators.relu(y)) {
            NDList maxima = Operators.maxPool(activated);
            y.close();
            return new ActivationMask(shape, maxima.get(0), maxima.get(1));
        }
    }

    @Override
    public NDArray output() {
        return output;
    }

    @Override
    public NDArray applyTransposed(NDArray d) {
        NDArray passed = masked(d);
        if (indices == null) {
            return passed;
        }
        try (passed) {
            return flat(passed.getManager().zeros(shape, passed.getDataType()))
                    .scatter(flat(indices), flat(passed), POSITION_AXIS)
                    .reshape(shape);
        }
    }

    @Override
    public NDArray apply(NDArray v) {
        if (indices == null) {
            return masked(v);
        }
        try (v) {
            NDArray gathered = flat(v).gather(flat(indices), POSITION_AXIS).reshape(output.getShape());
            return masked(gathered);
        }
    }

    /** The result has a handle of its own. That of the argument would keep its memory until the end of the step. */
    private NDArray masked(NDArray array) {
        try (array) {
            return Operators.reluBackward(array, output);
        }
    }

    private static NDArray flat(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), -1);
    }
}
