package dev.isograd.learning.networks;

import dev.isograd.learning.heads.FlatHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * VGG: plain 3x3 convolutions, pooling and fully connected hidden layers.
 *
 * <p>Depth 8 is VGG8b (Nøkland and Eidnes 2019, arXiv 1901.06656); 11, 13, 16 and 19 are configurations A, B, D and E of
 * Simonyan and Zisserman 2015 (arXiv 1409.1556), with the narrower hidden layers that are usual for small images.
 *
 * @param depth number of weight layers, including the classifier
 * @param width channels of the first layer
 */
public record Vgg(int depth, int width, VggLayers layers) implements NetworkPlan {

    private static final int HIDDEN_MULTIPLE = 8;

    /** The usual layers, with batch normalization and ReLU. */
    public Vgg(int depth, int width) {
        this(depth, width, VggLayers.USUAL);
    }

    @Override
    public List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers) {
        List<Block> blocks = new ArrayList<>();
        FeatureShape shape = images;
        for (int[] stage : stages()) {
            for (int i = 0; i < stage.length; i++) {
                String name = "conv" + (blocks.size() + 1);
                boolean pooled = i == stage.length - 1 && Math.min(shape.height(), shape.width()) > 1;
                blocks.add(convolution(name, initializers.apply(name), shape, stage[i] * width, pooled));
                shape = blocks.getLast().output();
            }
        }
        int hidden = depth - 1 - blocks.size();
        for (int i = 1; i <= hidden; i++) {
            String name = hidden == 1 ? "hidden" : "hidden" + i;
            blocks.add(hidden(name, initializers.apply(name), shape.numbers()));
            shape = blocks.getLast().output();
        }
        return blocks;
    }

    @Override
    public Head classifier() {
        return new FlatHead();
    }

    /** The channels of each convolution, in multiples of the width. Each stage ends with pooling if the side is longer than 1. */
    private int[][] stages() {
        return switch (depth) {
            case 8 -> new int[][] {{1, 2}, {2, 4}, {4}, {4}};
            case 11 -> new int[][] {{1}, {2}, {4, 4}, {8, 8}, {8, 8}};
            case 13 -> new int[][] {{1, 1}, {2, 2}, {4, 4}, {8, 8}, {8, 8}};
            case 16 -> new int[][] {{1, 1}, {2, 2}, {4, 4, 4}, {8, 8, 8}, {8, 8, 8}};
            case 19 -> new int[][] {{1, 1}, {2, 2}, {4, 4, 4, 4}, {8, 8, 8, 8}, {8, 8, 8, 8}};
            default -> throw new IllegalArgumentException("There is no VGG of depth " + depth);
        };
    }

    private Block convolution(String name, Initializer initializer, FeatureShape in, int out, boolean pooled) {
        FeatureShape convolved = in.convolved(out, 1);
        return new Block(
                name,
                layers.convolution(initializer, in.channels(), out, pooled),
                pooled ? convolved.pooled() : convolved);
    }

    private Block hidden(String name, Initializer initializer, int in) {
        int out = HIDDEN_MULTIPLE * width;
        return new Block(name, layers.fullyConnected(initializer, in, out), new FeatureShape(out, 1, 1));
    }
}
