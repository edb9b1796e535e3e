package dev.isograd.learning.memory;

import dev.isograd.learning.NetworkSetup;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;

/** The names of the blocks of each local module, as its parameters' names begin with them. */
public final class ModuleBlocks {

    private ModuleBlocks() {}

    /**
     * The names for images of this shape, first module first.
     *
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public static List<List<String>> of(TrainingSpec spec, int channels, int height, int width, int classes) {
        NetworkSetup setup = new NetworkSetup(spec, new FeatureShape(channels, height, width), classes);
        return setup.network(setup.split(), Initializer::shapesOnly).modules().stream()
                .map(LocalModule::blockNames)
                .toList();
    }
}
