package dev.isograd.learning.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** One weight layer without bias, batch normalisation and ReLU, and for some 2x2 pooling: the block of plain networks. */
public final class PlainBlock implements Layer {

    private final Chain layers;
    private final LinearLayer weights;
    private final BatchNormalization norm;
    private final boolean pooled;

    private PlainBlock(Chain layers, LinearLayer weights, BatchNormalization norm, boolean pooled) {
        this.layers = layers;
        this.weights = weights;
        this.norm = norm;
        this.pooled = pooled;
    }

    /** A 3x3 convolution. */
    public static PlainBlock convolution(Initializer initializer, int in, int out, boolean pooled) {
        Convolution weights = new Convolution(initializer, "conv", in, out, 3, 1);
        BatchNormalization norm = new BatchNormalization(initializer, "norm", out);
        List<Layer> layers = new ArrayList<>(List.of(weights, norm, Operation.relu()));
        if (pooled) {
            layers.add(Operation.maxPool());
        }
        return new PlainBlock(new Chain(layers), weights, norm, pooled);
    }

    /** From all numbers of an image to channels with one position, as the heads of a convolutional network expect. */
    public static PlainBlock fullyConnected(Initializer initializer, int in, int out) {
        FullyConnected full = FullyConnected.hidden(initializer, "full", in, out);
        BatchNormalization norm = new BatchNormalization(initializer, "norm", out);
        Chain layers = Chain.of(Operation.flatten(), full, norm, Operation.relu(), Operation.channels());
        return new PlainBlock(layers, new WholeImage(full), norm, false);
    }

    /** z = W x. */
    public LinearLayer weights() {
        return weights;
    }

    /** y, of z. */
    public BatchNormalization norm() {
        return norm;
    }

    /** o, of y. */
    public Selection select(NDArray y) {
        return Selection.of(y, pooled);
    }

    @Override
    public NDArray forward(NDArray x, Mode mode) {
        return layers.forward(x, mode);
    }

    @Override
    public Traced trace(Traced x, Tape tape) {
        return layers.trace(x, tape);
    }

    @Override
    public List<Parameter> parameters() {
        return layers.parameters();
    }
}
