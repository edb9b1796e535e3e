package dev.isograd.learning.reconciliation;

import dev.isograd.learning.heads.LinearScores;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.PlainBlock;
import dev.isograd.learning.networks.LocalModule;
import java.util.List;

/** A local module of one weight layer and a head that is linear in the features. */
public record SingleLayerModule(PlainBlock block, LinearScores head) {

    /** @throws IllegalArgumentException if the module is anything else */
    public static SingleLayerModule of(LocalModule module) {
        List<Layer> blocks = module.body().layers();
        if (blocks.size() == 1
                && blocks.getFirst() instanceof PlainBlock block
                && module.head() instanceof LinearScores head) {
            return new SingleLayerModule(block, head);
        }
        throw new IllegalArgumentException(
                "Module %d is not one weight layer under a linear head".formatted(module.number()));
    }
}
