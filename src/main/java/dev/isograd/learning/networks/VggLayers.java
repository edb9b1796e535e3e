package dev.isograd.learning.networks;

import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.layers.PlainBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a plain network: with or without batch normalization, and with ReLU or softplus.
 *
 * <p>Only layers with both batch normalization and ReLU have analytic passes; SGR differentiates the others twice.
 *
 * @param batchNorm false for layers with biases instead
 * @param softplus false for ReLU
 */
public record VggLayers(boolean batchNorm, boolean softplus) {

    static final VggLayers USUAL = new VggLayers(true, false);

    /** A 3x3 convolution, and 2x2 max pooling if {@code pooled}. */
    Layer convolution(Initializer initializer, int in, int out, boolean pooled) {
        if (equals(USUAL)) {
            return PlainBlock.convolution(initializer, in, out, pooled);
        }
        List<Layer> layers = new ArrayList<>();
        if (batchNorm) {
            layers.add(new Convolution(initializer, "conv", in, out, 3, 1));
            layers.add(new BatchNormalization(initializer, "norm", out));
        } else {
            layers.add(Convolution.biased(initializer, "conv", in, out, 3));
        }
        layers.add(activation());
        if (pooled) {
            layers.add(Operation.maxPool());
        }
        return new Chain(layers);
    }

    /** A fully connected layer: BCHW to BC11, which is the form that heads expect. */
    Layer fullyConnected(Initializer initializer, int in, int out) {
        if (equals(USUAL)) {
            return PlainBlock.fullyConnected(initializer, in, out);
        }
        List<Layer> layers = new ArrayList<>(List.of(Operation.flatten()));
        if (batchNorm) {
            layers.add(FullyConnected.hidden(initializer, "full", in, out));
            layers.add(new BatchNormalization(initializer, "norm", out));
        } else {
            layers.add(FullyConnected.biasedHidden(initializer, "full", in, out));
        }
        layers.add(activation());
        layers.add(Operation.channels());
        return new Chain(layers);
    }

    private Layer activation() {
        return softplus ? Operation.softplus() : Operation.relu();
    }
}
