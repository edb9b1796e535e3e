package dev.isograd.learning.networks;

import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * ResNet in its ImageNet form: a stem and four stages of bottleneck blocks (He et al. 2016, arXiv 1512.03385, table 1).
 *
 * <p>A stage halves the side in its first 3x3 convolution, not in the 1x1 convolution before it, as all current versions do.
 *
 * @param width channels of the stem; the outputs of the stages have 4, 8, 16 and 32 times as many
 * @param largeImages if true, the stem is a 7x7 convolution and pooling and quarters the side; else a 3x3 convolution that keeps it
 */
public record ResnetBottleneck(List<Integer> blocksPerStage, int width, boolean largeImages) implements NetworkPlan {

    public ResnetBottleneck {
        blocksPerStage = List.copyOf(blocksPerStage);
    }

    @Override
    public List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(stem(images, initializers.apply("stem")));
        FeatureShape shape = blocks.getLast().output();
        for (int stage = 1; stage <= blocksPerStage.size(); stage++) {
            for (int i = 1; i <= blocksPerStage.get(stage - 1); i++) {
                String name = "stage" + stage + ".block" + i;
                int stride = stage > 1 && i == 1 ? 2 : 1;
                int inner = width << (stage - 1);
                Layer layer = new BottleneckBlock(initializers.apply(name), shape.channels(), inner, stride);
                shape = shape.convolved(BottleneckBlock.EXPANSION * inner, stride);
                blocks.add(new Block(name, layer, shape));
            }
        }
        return blocks;
    }

    @Override
    public Head classifier() {
        return new LinearHead();
    }

    private Block stem(FeatureShape images, Initializer initializer) {
        int stride = largeImages ? 2 : 1;
        List<Layer> layers = new ArrayList<>();
        layers.add(new Convolution(initializer, "conv", images.channels(), width, largeImages ? 7 : 3, stride));
        layers.add(new BatchNormalization(initializer, "norm", width));
        layers.add(Operation.relu());
        FeatureShape output = images.convolved(width, stride);
        if (largeImages) {
            layers.add(Operation.overlappingMaxPool());
            output = output.convolved(width, stride);
        }
        return new Block("stem", new Chain(layers), output);
    }
}
