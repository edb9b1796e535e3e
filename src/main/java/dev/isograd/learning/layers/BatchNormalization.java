package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import dev.isograd.learning.autograd.Operators;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.List;

/** Batch normalization over all axes but the second (Ioffe and Szegedy 2015, arXiv 1502.03167). */
public final class BatchNormalization implements Layer {

    private static final int CHANNEL_AXIS = 1;
    /** Share of the old running statistics that a step keeps. */
    private static final float MOMENTUM = 0.9f;

    private static final float KEEP_ALL = 1;

    private static final float EPSILON = 1e-5f;

    private final Parameter scale;
    private final Parameter shift;
    private final Parameter mean;
    private final Parameter variance;

    public BatchNormalization(Initializer initializer, String name, int channels) {
        Shape shape = new Shape(channels);
        this.scale = initializer.constant(name + ".weight", shape, 1);
        this.shift = initializer.constant(name + ".bias", shape, 0);
        this.mean = initializer.statistic(name + ".running_mean", shape, 0);
        this.variance = initializer.statistic(name + ".running_var", shape, 1);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return BatchNorm.batchNorm(
                        x,
                        mean.array(),
                        variance.array(),
                        scale.array(),
                        shift.array(),
                        CHANNEL_AXIS,
                        mode == Mode.RECOMPUTATION ? KEEP_ALL : MOMENTUM,
                        EPSILON,
                        mode != Mode.EVALUATION)
                .singletonOrThrow();
    }

    /** As {@link #forward} in a training mode, but also returns the arrays that the derivatives need. */
    NormalizedBatch normalize(NDArray z, Mode mode) {
        NDList made = mode == Mode.RECOMPUTATION
                ? Operators.batchNormalization(z, scale.array(), shift.array())
                : Operators.batchNormalization(z, scale.array(), shift.array(), mean.array(), variance.array());
        // Even without recording, a view of a parameter would require a gradient.
        return new NormalizedBatch(z, made.get(0), made.get(1), made.get(2), Recording.detached(scale.array()));
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        saved.save(x);
        Traced y = Traced.of(x.shape());
        saved.saveGradient(y);
        return y;
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return graph.batchNormalization(
                x, scale.in(graph), shift.in(graph), mean.in(graph), variance.in(graph), EPSILON);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(scale, shift, mean, variance);
    }
}
