package dev.isograd.learning.networks;

import dev.isograd.learning.heads.FlatHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Multi-layer perceptron: hidden fully connected layers with batch normalisation and ReLU.
 *
 * @param hidden number of hidden layers, a block each
 */
public record Mlp(int hidden, int width) implements NetworkPlan {

    @Override
    public List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers) {
        List<Block> blocks = new ArrayList<>();
        int in = images.numbers();
        for (int i = 1; i <= hidden; i++) {
            String name = "hidden" + i;
            blocks.add(hidden(name, in, width, initializers.apply(name)));
            in = width;
        }
        return blocks;
    }

    @Override
    public Head classifier() {
        return new FlatHead();
    }

    /** Features are channels with one position, as the auxiliary heads of a convolutional network expect. */
    static Block hidden(String name, int in, int out, Initializer initializer) {
        Chain layers = Chain.of(
                Operation.flatten(),
                FullyConnected.hidden(initializer, "full", in, out),
                new BatchNormalization(initializer, "norm", out),
                Operation.relu(),
                Operation.channels());
        return new Block(name, layers, new FeatureShape(out, 1, 1));
    }
}
