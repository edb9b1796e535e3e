package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Operators;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A layer without parameters.
 *
 * @param description the function as operations of a graph
 * @param shapes the function on shapes, for {@link Layer#trace}
 */
public record Operation(
        UnaryOperator<NDArray> function,
        BiFunction<Graph, Value, Value> description,
        BiFunction<Traced, SavedTensors, Traced> shapes)
        implements Layer {

    private static final Shape TWO_BY_TWO = new Shape(2, 2);
    private static final int TOKEN_AXIS = 1;

    /** Smallest variance with a usable derivative of the square root. */
    private static final double SMALLEST_VARIANCE = 1e-24;

    private static final int[] POSITIONS = {2};

    /** An elementwise smooth function whose derivative needs the input. */
    public static Operation smooth(UnaryOperator<NDArray> function, BiFunction<Graph, Value, Value> description) {
        return new Operation(function, description, (x, saved) -> {
            saved.save(x);
            Traced y = Traced.of(x.shape());
            saved.saveGradient(y);
            return y;
        });
    }

    /**
     * ReLU, which takes the memory of its input: a second array would be written and read for nothing. Its derivative needs the
     * output, which the next layer keeps anyway. Use it only after a layer that makes an array and whose derivative does not
     * need it, such as batch normalization.
     */
    public static Operation relu() {
        return new Operation(Operators::relu, Graph::relu, (x, saved) -> {
            Traced y = Traced.of(x.shape());
            saved.save(y);
            return y;
        });
    }

    public static Operation gelu() {
        return smooth(Activation::gelu, Graph::gelu);
    }

    /** log(1 + exp(x)), a ReLU without a kink. */
    public static Operation softplus() {
        return smooth(Activation::softPlus, Graph::softplus);
    }

    public static Operation maxPool() {
        return new Operation(
                x -> Pool.maxPool2d(x, TWO_BY_TWO, TWO_BY_TWO, new Shape(0, 0), false),
                (graph, x) -> graph.maxPool(x, 2, 2, 0),
                (x, saved) -> maxPooled(x, x.shape().pooled(), saved));
    }

    /** 3x3 max pooling with stride 2 and padding 1: half the side, rounded up. */
    public static Operation overlappingMaxPool() {
        return new Operation(
                x -> Pool.maxPool2d(x, new Shape(3, 3), TWO_BY_TWO, new Shape(1, 1), false),
                (graph, x) -> graph.maxPool(x, 3, 2, 1),
                (x, saved) -> maxPooled(x, x.shape().convolved(x.shape().channels(), 2), saved));
    }

    /** Average pooling to {@code high} by {@code wide} positions. Windows have equal sizes, except for smaller ones at the end. */
    public static Operation averagePool(FeatureShape in, int high, int wide) {
        return new Operation(
                x -> averages(x, in, high, wide),
                (graph, x) -> averages(graph, x, in, high, wide),
                (x, saved) -> averaged(x, new FeatureShape(in.channels(), high, wide), saved));
    }

    /** As {@link #averagePool}, with one flat row of numbers per image. */
    public static LinearOperation flatAveragePool(FeatureShape in, int high, int wide) {
        FeatureShape pooled = new FeatureShape(in.channels(), high, wide);
        return new LinearOperation(
                x -> averages(x, in, high, wide).reshape(x.getShape().get(0), -1),
                (gradient, x) -> Operators.averagePoolInputGradient(
                        gradient.reshape(x.getShape().get(0), in.channels(), high, wide), x),
                (graph, x) -> graph.reshape(averages(graph, x, in, high, wide), 0, -1),
                (x, saved) -> flat(averaged(x, pooled, saved), saved));
    }

    /** Global average pooling: BCHW to BC. */
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
                (graph, x) -> graph.mean(x, 2, 3),
                Operation::averaged);
    }

    /** The standard deviation of each channel over all positions: BCHW to BC. */
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
                (graph, x) -> {
                    throw new UnsupportedOperationException("Only losses use the deviation over positions");
                },
                (x, saved) -> {
                    Traced centred = Traced.of(x.shape());
                    saved.save(centred);
                    saved.saveGradient(centred);
                    return averaged(x, saved);
                });
    }

    /** Flattens each image: BCHW to BN. */
    public static LinearOperation flatten() {
        return new LinearOperation(
                x -> x.reshape(x.getShape().get(0), -1),
                (gradient, x) -> gradient.reshape(x.getShape()),
                (graph, x) -> graph.reshape(x, 0, -1),
                Operation::flat);
    }

    /** The inverse of {@link #flatten()}, in the form that every head expects: BC to BC11. */
    public static Operation channels() {
        return new Operation(
                x -> x.reshape(x.getShape().get(0), -1, 1, 1),
                (graph, x) -> graph.reshape(x, 0, -1, 1, 1),
                Operation::flat);
    }

    /** One token per position: BCHW to BNC. */
    public static Operation tokens() {
        return new Operation(
                x -> x.reshape(x.getShape().get(0), x.getShape().get(1), -1).transpose(0, 2, 1),
                (graph, x) -> graph.transpose(graph.reshape(x, 0, 0, -1), 0, 2, 1),
                (x, saved) -> x);
    }

    /** The average over all tokens: BNC to BC. */
    public static Operation averageTokens() {
        return new Operation(
                x -> x.mean(new int[] {TOKEN_AXIS}), (graph, x) -> graph.mean(x, TOKEN_AXIS), Operation::averaged);
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
    public Value describe(Graph graph, Value x) {
        return description.apply(graph, x);
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

    private static Value averages(Graph graph, Value x, FeatureShape in, int high, int wide) {
        return graph.averagePool(x, Math.ceilDiv(in.height(), high), Math.ceilDiv(in.width(), wide));
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
