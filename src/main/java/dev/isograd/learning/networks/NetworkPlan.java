package dev.isograd.learning.networks;

import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import java.util.List;
import java.util.function.Function;

/** A form of network: its blocks in order, and the head that is its classifier. */
public interface NetworkPlan {

    /** @param initializers gives each block, by name, the source of its initial weights */
    List<Block> blocks(FeatureShape images, Function<String, Initializer> initializers);

    Head classifier();
}
