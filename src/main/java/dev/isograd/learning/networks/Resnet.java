package dev.isograd.learning.networks;

import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.PlainBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * ResNet in its CIFAR form: a stem and three stages of basic blocks (He et al. 2016, arXiv 1512.03385, section 4.2).
 *
 * @param width channels of the first stage; the other stages have two and four times as many
 */
public record Resnet(int blocksPerStage, int width) implements NetworkPlan {

    private static final int STAGES = 3;

    @Override
    public List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(stem(images, initializers.apply("stem")));
        FeatureShape shape = blocks.getLast().output();
        for (int stage = 1; stage <= STAGES; stage++) {
            for (int i = 1; i <= blocksPerStage; i++) {
                String name = "stage" + stage + ".block" + i;
                int stride = stage > 1 && i == 1 ? 2 : 1;
                FeatureShape output = shape.convolved(width << (stage - 1), stride);
                Layer layer = new BasicBlock(initializers.apply(name), shape.channels(), output.channels(), stride);
                blocks.add(new Block(name, layer, output));
                shape = output;
            }
        }
        return blocks;
    }

    @Override
    public Head classifier() {
        return new LinearHead();
    }

    private Block stem(FeatureShape images, Initializer initializer) {
        Layer layer = PlainBlock.convolution(initializer, images.channels(), width, false);
        return new Block("stem", layer, images.convolved(width, 1));
    }
}
