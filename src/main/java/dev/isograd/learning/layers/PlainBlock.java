package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** One weight layer without bias, batch normalisation and ReLU, and for some 2x2 pooling: the block of plain networks. */
public final class PlainBlock implements AnalyticLayer {

    private final Chain layers;
    private final NormalizedLayer normalized;
    private final boolean pooled;

    private PlainBlock(Chain layers, NormalizedLayer normalized, boolean pooled) {
        this.layers = layers;
        this.normalized = normalized;
        this.pooled = pooled;
    }

    /** A 3x3 convolution. */
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

    /** From all numbers of an image to channels with one position, as the heads of a convolutional network expect. */
    public static PlainBlock fullyConnected(Initializer initializer, int in, int out) {
        FullyConnected full = FullyConnected.hidden(initializer, "full", in, out);
        BatchNormalization norm = new BatchNormalization(initializer, "norm", out);
        Layer flat = new NormalizedLayer(full, norm);
        Chain layers = Chain.of(Operation.flatten(), flat, Operation.relu(), Operation.channels());
        return new PlainBlock(layers, new NormalizedLayer(new FlattenLinear(full), norm), false);
    }

    @Override
    public AnalyticPass pass(NDArray x, Mode mode) {
        NormalizedPass weights = normalized.pass(x, mode);
        ActivationMask selection = ActivationMask.of(weights.output(), pooled);
        return new AnalyticChainPass(List.of(weights, selection), selection.output());
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return layers.forward(x, mode);
    }

    @Override
    public Traced trace(Traced x, SavedTensors saved) {
        Traced output = layers.trace(x, saved);
        if (pooled) {
            // Of what the ReLU made, the maxima alone are read again.
            saved.dropForAnalytic(Traced.of(x.shape().convolved(output.shape().channels(), 1)));
        }
        return output;
    }

    @Override
    public List<Parameter> parameters() {
        return layers.parameters();
    }
}
