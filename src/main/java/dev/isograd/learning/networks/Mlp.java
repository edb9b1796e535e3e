package dev.isograd.learning.networks;

import dev.isograd.learning.heads.FlatHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.PlainBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Multi-layer perceptron: fully connected hidden layers with batch normalization and ReLU.
 *
 * @param hidden number of hidden layers; each is a block
 * @param width features of each hidden layer
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

    private static Block hidden(String name, int in, int out, Initializer initializer) {
        return new Block(name, PlainBlock.fullyConnected(initializer, in, out), new FeatureShape(out, 1, 1));
    }
}
