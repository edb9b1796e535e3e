package dev.isograd.learning.rules;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.heads.FlatHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.PlainBlock;
import dev.isograd.learning.networks.Block;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import java.util.ArrayList;
import java.util.List;

/** A small float64 network of one weight layer per module, for the images of {@link SoftplusNetwork}. */
final class PlainNetwork {

    /** Blocks without pooling, with pooling of even and of odd sides, and fully connected. */
    static final int MODULES = 5;

    private PlainNetwork() {}

    static LocalNetwork create(NDManager manager, int modules, Head head) {
        List<Block> blocks = List.of(
                new Block("block1", convolution(manager, 1, 3, 3, false), new FeatureShape(3, 6, 6)),
                new Block("block2", convolution(manager, 2, 3, 3, false), new FeatureShape(3, 6, 6)),
                new Block("block3", convolution(manager, 3, 3, 4, true), new FeatureShape(4, 3, 3)),
                new Block("block4", convolution(manager, 4, 4, 5, true), new FeatureShape(5, 1, 1)),
                new Block(
                        "block5",
                        PlainBlock.fullyConnected(initializer(manager, "block5"), 5, 6),
                        new FeatureShape(6, 1, 1)));
        List<LocalModule> all = new ArrayList<>();
        for (int number = 1; number <= modules; number++) {
            Block block = blocks.get(number - 1);
            Layer layers = (number == modules ? new FlatHead() : head)
                    .build(block.output(), SoftplusNetwork.CLASSES, initializer(manager, "head" + number));
            all.add(LocalModule.of(number, List.of(block), layers));
        }
        return new LocalNetwork(all);
    }

    private static PlainBlock convolution(NDManager manager, int number, int in, int out, boolean pooled) {
        return PlainBlock.convolution(initializer(manager, "block" + number), in, out, pooled);
    }

    private static Initializer initializer(NDManager manager, String name) {
        return new Initializer(manager, DataType.FLOAT64, 3, name);
    }
}
