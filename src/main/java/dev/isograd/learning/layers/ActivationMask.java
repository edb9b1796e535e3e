package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Operators;
import org.jspecify.annotations.Nullable;

/**
 * What a ReLU, and pooling of 2x2 maxima after it, let through of one batch: for that batch a linear map, which picks the
 * numbers that were picked then.
 */
public final class ActivationMask implements AnalyticPass {

    private static final int POSITION_AXIS = 2;

    private final Shape shape;
    /** Above 0 where a number was picked: where none of a window is, the largest is 0. */
    private final NDArray output;

    private final @Nullable NDArray indices;

    private ActivationMask(Shape shape, NDArray output, @Nullable NDArray indices) {
        this.shape = shape;
        this.output = output;
        this.indices = indices;
    }

    /** Takes y over: its memory becomes the output's, or is freed. */
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
    public NDArray vjp(NDArray d) {
        NDArray passed = keepWherePicked(d);
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
    public NDArray jvp(NDArray v) {
        if (indices == null) {
            return keepWherePicked(v);
        }
        try (v) {
            NDArray picked = flat(v).gather(flat(indices), POSITION_AXIS).reshape(output.getShape());
            return keepWherePicked(picked);
        }
    }

    /** The result has a handle of its own; the one given would keep its memory for as long as the step lasts. */
    private NDArray keepWherePicked(NDArray array) {
        try (array) {
            return Operators.reluBackward(array, output);
        }
    }

    private static NDArray flat(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), -1);
    }
}
