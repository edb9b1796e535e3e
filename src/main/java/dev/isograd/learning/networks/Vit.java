package dev.isograd.learning.networks;

import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.TokenHead;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.PositionEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Vision transformer (Dosovitskiy et al. 2021, arXiv 2010.11929). It averages its tokens instead of learning a class token
 * (Beyer et al. 2022, arXiv 2205.01580), so its features are a grid between any two blocks.
 *
 * @param patch side of the square patches that become tokens, in pixels
 * @param depth number of transformer blocks
 * @param width channels of a token
 */
public record Vit(int patch, int depth, int width, int heads) implements NetworkPlan {

    @Override
    public List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers) {
        if (images.height() % patch != 0 || images.width() % patch != 0) {
            throw new IllegalArgumentException("Patches of %dx%d do not divide images of %dx%d"
                    .formatted(patch, patch, images.height(), images.width()));
        }
        FeatureShape grid = new FeatureShape(width, images.height() / patch, images.width() / patch);
        List<Block> blocks = new ArrayList<>();
        blocks.add(patches(images, grid, initializers.apply("patches")));
        for (int i = 1; i <= depth; i++) {
            String name = "block" + i;
            blocks.add(new Block(name, new TransformerBlock(initializers.apply(name), width, heads), grid));
        }
        return blocks;
    }

    @Override
    public Head classifier() {
        return new TokenHead();
    }

    private Block patches(FeatureShape images, FeatureShape grid, Initializer initializer) {
        Chain layers = Chain.of(
                Convolution.ofPatches(initializer, "conv", images.channels(), width, patch),
                new PositionEmbedding(initializer, "positions", grid));
        return new Block("patches", layers, grid);
    }
}
