package dev.isograd.learning.networks;

import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import java.util.List;
import java.util.function.Function;

/** A kind of network: it builds the blocks and names the head that is the classifier. */
public interface NetworkPlan {

    /**
     * Builds the blocks in order.
     *
     * @param initializers returns the initializer of a block, by the name of the block
     * @throws IllegalArgumentException if the images do not fit the network
     */
    List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers);

    /** The head of the last module. */
    Head classifier();
}
