package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Operators;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A layer without parameters. */
public record Operation(UnaryOperator<NDArray> function, BiFunction<Traced, SavedTensors, Traced> shapes)
        implements Layer {

    private static final Shape TWO_BY_TWO = new Shape(2, 2);
    private static final int TOKEN_AXIS = 1;

    /** Below it the root has no usable derivative. */
    private static final double SMALLEST_VARIANCE = 1e-24;

    private static final int[] POSITIONS = {2};

    /** A smooth function of each number by itself, whose derivative reads the number. */
    public static Operation smooth(UnaryOperator<NDArray> function) {
        return new Operation(function, (x, saved) -> {
            saved.save(x);
            Traced y = Traced.of(x.shape());
            saved.saveGradient(y);
            return y;
        });
    }

    /** Its derivative reads the result, which the next layer keeps anyway. */
    public static Operation relu() {
        return new Operation(Activation::relu, (x, saved) -> {
            Traced y = Traced.of(x.shape());
            saved.save(y);
            return y;
        });
    }

    public static Operation gelu() {
        return smooth(Activation::gelu);
    }

    public static Operation maxPool() {
        return new Operation(
                x -> Pool.maxPool2d(x, TWO_BY_TWO, TWO_BY_TWO, new Shape(0, 0), false),
                (x, saved) -> maxPooled(x, x.shape().pooled(), saved));
    }

    /** Maxima of 3x3 windows that overlap by one: half the side, rounded up. */
    public static Operation overlappingMaxPool() {
        return new Operation(
                x -> Pool.maxPool2d(x, new Shape(3, 3), TWO_BY_TWO, new Shape(1, 1), false),
                (x, saved) -> maxPooled(x, x.shape().convolved(x.shape().channels(), 2), saved));
    }

    /** Averages over windows of equal size, the last ones smaller, that divide both sides as given. */
    public static Operation averagePool(FeatureShape in, int high, int wide) {
        return new Operation(
                x -> averages(x, in, high, wide),
                (x, saved) -> averaged(x, new FeatureShape(in.channels(), high, wide), saved));
    }

    /** The same as one row of numbers per image. */
    public static LinearOperation flatAveragePool(FeatureShape in, int high, int wide) {
        FeatureShape pooled = new FeatureShape(in.channels(), high, wide);
        return new LinearOperation(
                x -> averages(x, in, high, wide).reshape(x.getShape().get(0), -1),
                (gradient, x) -> Operators.averagePoolInputGradient(
                        gradient.reshape(x.getShape().get(0), in.channels(), high, wide), x),
                (x, saved) -> flat(averaged(x, pooled, saved), saved));
    }

    /** Averages each channel over all positions and drops the two axes. */
    public static LinearOperation globalAveragePool() {
        return new LinearOperation(
                x -> x.mean(new int[] {3}).mean(new int[] {2}),
                (gradient, x) -> {
                    Shape shape = x.getShape();
                    NDArray positions = Constant.of((double) shape.get(2) * shape.get(3), x);
                    return gradient.div(positions)
                            .reshape(shape.get(0), shape.get(1), 1, 1)
                            .broadcast(shape);
                },
                Operation::averaged);
    }

    /** The standard deviation of each channel over all positions; drops the two axes. */
    public static Operation deviationOverPositions() {
        return new Operation(
                x -> {
                    try (NDArray x_BCP =
                                    x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
                            NDArray centred_BCP = x_BCP.sub(x_BCP.mean(POSITIONS, true));
                            NDArray squares_BCP = centred_BCP.square()) {
                        return squares_BCP
                                .mean(POSITIONS)
                                .maximum(Constant.of(SMALLEST_VARIANCE, x))
                                .sqrt();
                    }
                },
                (x, saved) -> {
                    Traced centred = Traced.of(x.shape());
                    saved.save(centred);
                    saved.saveGradient(centred);
                    return averaged(x, saved);
                });
    }

    /** One row of numbers per image. */
    public static LinearOperation flatten() {
        return new LinearOperation(
                x -> x.reshape(x.getShape().get(0), -1),
                (gradient, x) -> gradient.reshape(x.getShape()),
                Operation::flat);
    }

    /** The opposite of {@link #flatten()}: each number becomes a channel with one position, as every head expects. */
    public static Operation channels() {
        return new Operation(x -> x.reshape(x.getShape().get(0), -1, 1, 1), Operation::flat);
    }

    /** One token per position: from channels, rows and columns to a sequence of channels. */
    public static Operation tokens() {
        return new Operation(
                x -> x.reshape(x.getShape().get(0), x.getShape().get(1), -1).transpose(0, 2, 1), (x, saved) -> x);
    }

    /** Averages each channel over all tokens. */
    public static Operation averageTokens() {
        return new Operation(x -> x.mean(new int[] {TOKEN_AXIS}), Operation::averaged);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return function.apply(x);
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        return shapes.apply(x, saved);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    private static Traced maxPooled(Traced x, FeatureShape out, SavedTensors saved) {
        saved.save(x);
        Traced y = Traced.of(out);
        saved.saveIndices(y);
        return y;
    }

    private static NDArray averages(NDArray x, FeatureShape in, int high, int wide) {
        Shape window = new Shape(Math.ceilDiv(in.height(), high), Math.ceilDiv(in.width(), wide));
        return Pool.avgPool2d(x, window, window, new Shape(0, 0), true, false);
    }

    private static Traced averaged(Traced x, FeatureShape out, SavedTensors saved) {
        saved.save(x);
        return Traced.of(out);
    }

    private static Traced averaged(Traced x, SavedTensors saved) {
        return Traced.of(new FeatureShape(x.shape().channels(), 1, 1));
    }

    private static Traced flat(Traced x, SavedTensors saved) {
        return x.viewedAs(new FeatureShape(x.shape().numbers(), 1, 1));
    }
}
