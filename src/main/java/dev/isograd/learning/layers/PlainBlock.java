package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** The block of plain networks: one weight layer without a bias, batch normalization, a ReLU, and optionally 2x2 max pooling. */
public final class PlainBlock implements AnalyticLayer {

    private final Chain layers;
    private final NormalizedLayer normalized;
    private final boolean pooled;

    private PlainBlock(Chain layers, NormalizedLayer normalized, boolean pooled) {
        this.layers = layers;
        this.normalized = normalized;
        this.pooled = pooled;
    }

    /** A block with a 3x3 convolution. */
    public static PlainBlock convolution(Initializer initializer, int in, int out, boolean pooled) {
        return of(NormalizedLayer.convolution(initializer, "", in, out, 3, 1), pooled);
    }

    public static PlainBlock of(NormalizedLayer normalized, boolean pooled) {
        List<Layer> layers = new ArrayList<>(List.of(normalized, Operation.relu()));
        if (pooled) {
            layers.add(Operation.maxPool());
        }
        return new PlainBlock(new Chain(layers), normalized, pooled);
    }

    /** A block with a fully connected layer: BCHW to BC11, which is the form that heads expect. */
    public static PlainBlock fullyConnected(Initializer initializer, int in, int out) {
        FullyConnected full = FullyConnected.hidden(initializer, "full", in, out);
        BatchNormalization norm = new BatchNormalization(initializer, "norm", out);
        Layer flat = new NormalizedLayer(full, norm);
        Chain layers = Chain.of(Operation.flatten(), flat, Operation.relu(), Operation.channels());
        return new PlainBlock(layers, new NormalizedLayer(new FlattenLinear(full), norm), false);
    }

    @Override
    public Pass pass(NDArray x, Mode mode) {
        NormalizedPass weights = normalized.pass(x, mode);
        return new Pass(weights, ActivationMask.of(weights.output(), pooled));
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return layers.forward(x, mode);
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        Traced output = layers.trace(x, saved);
        if (pooled) {
            // Of the output of the ReLU, analytic passes need only the maxima.
            saved.dropForAnalytic(Traced.of(x.shape().convolved(output.shape().channels(), 1)));
        }
        return output;
    }

    @Override
    public Value describe(Graph graph, Value x) {
        return layers.describe(graph, x);
    }

    @Override
    public List<Parameter> parameters() {
        return layers.parameters();
    }

    /** The pass of the block, which can also do an ordinary backward pass. */
    public static final class Pass implements AnalyticPass {

        private final NormalizedPass weights;
        private final ActivationMask mask;

        private Pass(NormalizedPass weights, ActivationMask mask) {
            this.weights = weights;
            this.mask = mask;
        }

        @Override
        public NDArray output() {
            return mask.output();
        }

        @Override
        public Vjp vjp(NDArray outputGradient) {
            return new AnalyticChainPass(List.of(weights, mask), mask.output()).vjp(outputGradient);
        }

        /**
         * Takes the gradients of a loss with respect to the trainable parameters, in order.
         *
         * @param outputGradient gradient of the loss with respect to the output; taken over
         */
        public NDList parameterGradients(NDArray outputGradient) {
            return weights.parameterGradients(mask.applyTransposed(outputGradient));
        }
    }
}
