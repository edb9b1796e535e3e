package dev.isograd.learning.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.heads.FlatHead;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.heads.TokenHead;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares the counts with the bytes per image that torch 1.13 saved for one backward pass, and for one with create_graph with
 * respect to the input. These are the distinct storages that {@code torch.autograd.graph.saved_tensors_hooks} saw, without
 * parameters.
 */
class SavedTensorsTests {

    private static final Initializer SHAPES = Initializer.shapesOnly("any");

    @Test
    void countsTransformerBlocks() {
        FeatureShape in = new FeatureShape(192, 8, 8);
        Layer head = new TokenHead().build(in, 10, SHAPES);

        // Torch 1.13 also saves the input of a mean, although the derivative needs only its size.
        long averaged = 4L * in.numbers();
        assertKeeps(in, 2_609_448 - averaged, 5_362_040 - averaged, transformer(), transformer(), transformer(), head);
    }

    @Test
    void countsBottleneckBlocks() {
        FeatureShape in = new FeatureShape(64, 32, 32);
        Layer head = new LinearHead().build(new FeatureShape(512, 16, 16), 10, SHAPES);

        assertKeeps(
                in,
                10_497_064,
                20_982_904,
                new BottleneckBlock(SHAPES, 64, 64, 1),
                new BottleneckBlock(SHAPES, 256, 64, 1),
                new BottleneckBlock(SHAPES, 256, 128, 2),
                head);
    }

    @Test
    void countsConvolutionsAndPooling() {
        FeatureShape in = new FeatureShape(8, 32, 32);
        List<Block> vgg = new Vgg(11, 32).blocks(in, owner -> SHAPES);
        Layer head = new FlatHead().build(new FeatureShape(64, 8, 8), 10, SHAPES);

        assertKeeps(in, 573_864, 999_928, vgg.get(0).layer(), vgg.get(1).layer(), head);
    }

    @Test
    void countsHeads() {
        FeatureShape in = new FeatureShape(16, 32, 32);

        assertKeeps(in, 95_464, 186_168, new DglHead().build(in, 10, SHAPES));
    }

    private static void assertKeeps(FeatureShape in, long once, long twice, Layer... layers) {
        SavedTensors saved = new SavedTensors();
        Traced x = Traced.of(in);
        saved.saveGradient(x);

        Chain.of(layers).trace(x, saved);

        assertThat(saved.bytes()).isCloseTo(once, withinPercentage(0.6));
        assertThat(saved.bytes() + saved.gradientBytes()).isCloseTo(twice, withinPercentage(0.6));
    }

    private static Layer transformer() {
        return new TransformerBlock(SHAPES, 192, 3);
    }
}
