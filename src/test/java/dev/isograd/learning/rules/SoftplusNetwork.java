package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import dev.isograd.learning.networks.Block;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** A small float64 network of convolutions and batch normalization. It is smooth, so finite differences are accurate. */
public final class SoftplusNetwork {

    static final int CHANNELS = 3;
    static final int CLASSES = 4;
    static final int SIDE = 6;

    private SoftplusNetwork() {}

    public static LocalNetwork create(NDManager manager, int modules) {
        List<LocalModule> all = new ArrayList<>();
        for (int number = 1; number <= modules; number++) {
            all.add(LocalModule.of(number, List.of(block(manager, number)), head(manager, number)));
        }
        return new LocalNetwork(all);
    }

    static Block block(NDManager manager, int number) {
        Initializer initializer = new Initializer(manager, DataType.FLOAT64, 3, "block" + number);
        Layer layer = Chain.of(
                new Convolution(initializer, "conv", CHANNELS, CHANNELS, 3, 1),
                new BatchNormalization(initializer, "norm", CHANNELS),
                Operation.smooth(Activation::softPlus, (graph, x) -> x));
        return new Block("block" + number, layer, new FeatureShape(CHANNELS, SIDE, SIDE));
    }

    /** A head on flat features: with pooling, the gradient would be equal at every position, which could hide mistakes. */
    static Layer head(NDManager manager, int number) {
        Initializer initializer = new Initializer(manager, DataType.FLOAT64, 3, "head" + number);
        return Chain.of(
                Operation.flatten(), FullyConnected.scores(initializer, "scores", CHANNELS * SIDE * SIDE, CLASSES));
    }

    /** The same images with labels that are distributions over the classes, times weights. */
    public static Batch softBatch(NDManager manager, int size) {
        Batch hard = batch(manager, size);
        RandomStream random = RandomStream.named(3, "soft");
        double[] labels = new double[size * CLASSES];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                labels[i * CLASSES + c] = random.nextDouble();
                sum += labels[i * CLASSES + c];
            }
            double weight = 3 * random.nextDouble();
            for (int c = 0; c < CLASSES; c++) {
                labels[i * CLASSES + c] *= weight / sum;
            }
        }
        return new Batch(hard.images_BCHW(), manager.create(labels, new Shape(size, CLASSES)), true);
    }

    public static Batch batch(NDManager manager, int size) {
        RandomStream random = RandomStream.named(3, "batch");
        double[] pixels = new double[size * CHANNELS * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextGaussian();
        }
        double[] labels = new double[size * CLASSES];
        for (int i = 0; i < size; i++) {
            labels[i * CLASSES + random.nextInt(CLASSES)] = 1;
        }
        NDArray images = manager.create(pixels).reshape(new Shape(size, CHANNELS, SIDE, SIDE));
        return new Batch(images, manager.create(labels).reshape(new Shape(size, CLASSES)));
    }
}
