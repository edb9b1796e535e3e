package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import dev.isograd.learning.autograd.Constant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A layer without parameters. */
public record Operation(UnaryOperator<NDArray> function) implements Layer {

    private static final Shape TWO_BY_TWO = new Shape(2, 2);

    /** Below it the root has no usable derivative. */
    private static final double SMALLEST_VARIANCE = 1e-24;

    private static final int[] POSITIONS = {2};

    public static Operation relu() {
        return new Operation(Activation::relu);
    }

    public static Operation maxPool() {
        return new Operation(x -> Pool.maxPool2d(x, TWO_BY_TWO, TWO_BY_TWO, new Shape(0, 0), false));
    }

    /** Averages over windows of equal size, the last ones smaller, that divide both sides as given. */
    public static Operation averagePool(FeatureShape in, int high, int wide) {
        Shape window = new Shape(Math.ceilDiv(in.height(), high), Math.ceilDiv(in.width(), wide));
        return new Operation(x -> Pool.avgPool2d(x, window, window, new Shape(0, 0), true, false));
    }

    /** Averages each channel over all positions and drops the two axes. */
    public static Operation globalAveragePool() {
        return new Operation(x -> x.mean(new int[] {3}).mean(new int[] {2}));
    }

    /** The standard deviation of each channel over all positions; drops the two axes. */
    public static Operation deviationOverPositions() {
        return new Operation(x -> {
            NDArray x_BCP = x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
            NDArray mean_BC1 = x_BCP.mean(POSITIONS, true);
            NDArray variance_BC = x_BCP.sub(mean_BC1).square().mean(POSITIONS);
            return variance_BC.maximum(Constant.of(SMALLEST_VARIANCE, x)).sqrt();
        });
    }

    /** One row of numbers per image. */
    public static Operation flatten() {
        return new Operation(x -> x.reshape(x.getShape().get(0), -1));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return function.apply(x);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
