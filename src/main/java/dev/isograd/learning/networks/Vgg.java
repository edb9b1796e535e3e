package dev.isograd.learning.networks;

import dev.isograd.learning.heads.FlatHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** VGG8b: six 3x3 convolutions, four poolings and a hidden fully connected layer (Nøkland and Eidnes 2019, arXiv 1901.06656). */
public record Vgg(int width) implements NetworkPlan {

    /** Channels of each convolution in multiples of the width, and whether pooling follows. */
    private static final int[] MULTIPLES = {1, 2, 2, 4, 4, 4};

    private static final boolean[] POOLED = {false, true, false, true, true, true};
    private static final int HIDDEN_MULTIPLE = 8;

    @Override
    public List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers) {
        List<Block> blocks = new ArrayList<>();
        FeatureShape shape = images;
        for (int i = 0; i < MULTIPLES.length; i++) {
            String name = "conv" + (i + 1);
            blocks.add(convolution(name, initializers.apply(name), shape, MULTIPLES[i] * width, POOLED[i]));
            shape = blocks.getLast().output();
        }
        blocks.add(hidden(initializers.apply("hidden"), shape));
        return blocks;
    }

    @Override
    public Head classifier() {
        return new FlatHead();
    }

    private static Block convolution(String name, Initializer initializer, FeatureShape in, int out, boolean pooled) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Convolution(initializer, "conv", in.channels(), out, 3, 1));
        layers.add(new BatchNormalization(initializer, "norm", out));
        layers.add(Operation.relu());
        FeatureShape output = in.convolved(out, 1);
        if (pooled) {
            layers.add(Operation.maxPool());
            output = output.pooled();
        }
        return new Block(name, new Chain(layers), output);
    }

    private Block hidden(Initializer initializer, FeatureShape in) {
        int out = HIDDEN_MULTIPLE * width;
        Chain layers = Chain.of(
                Operation.flatten(),
                FullyConnected.hidden(initializer, "full", in.numbers(), out),
                new BatchNormalization(initializer, "norm", out),
                Operation.relu());
        return new Block("hidden", layers, new FeatureShape(out, 1, 1));
    }
}
