package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.FashionImages;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Augmentation;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.data.BatchLoader;
import dev.isograd.learning.data.Normalization;
import dev.isograd.learning.data.Sampler;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.Block;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.networks.Vgg;
import dev.isograd.learning.optimizers.Sgd;
import dev.isograd.learning.reconciliation.Agreement;
import dev.isograd.learning.reconciliation.GradientDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compares reconciliation with greedy learning on real images, in modules of one layer. */
class ReconciliationTests {

    private static final int STEPS = 200;
    private static final int WINDOW = 20;
    private static final int BATCH = 32;
    private static final int CLASSES = FashionImages.CLASSES;
    private static final int SIDE = FashionImages.SIDE;

    private static final LabelledImages TRAIN = FashionImages.train();
    private static final LabelledImages TEST = FashionImages.test();

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void drawsLocalGradientsTogetherAndTowardsTheEndToEndGradient() {
        Trained greedy = train(0, 1);
        Trained reconciled = train(0.2, 1);

        // The distance R is 1 - cosine.
        assertThat(reconciled.lastCosine()).isGreaterThan(reconciled.firstCosine() + 0.1);
        assertThat(reconciled.lastCosine()).isGreaterThan(greedy.lastCosine() + 0.1);
        assertThat(reconciled.endToEndCosine()).isGreaterThan(greedy.endToEndCosine() + 0.05);
    }

    private Trained train(double weight, long seed) {
        LocalNetwork network = network(seed);
        UpdateRule rule = new SgrLocalBackprop(
                network,
                parameters -> new Sgd(parameters, 0.9, true, 0),
                GradientDistance.COS,
                new WeightWarmup(weight, STEPS / 10, 1));
        BatchLoader loader = loader(TRAIN);
        int[] order = new Sampler(seed, TRAIN.count()).order(0);
        List<Double> cosines = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            try (NDScope scope = new NDScope()) {
                cosines.add(meanCosine(rule.step(batch(loader, order, step * BATCH, BATCH), step, 0.05)));
            }
        }
        return new Trained(
                mean(cosines.subList(0, WINDOW)),
                mean(cosines.subList(STEPS - WINDOW, STEPS)),
                endToEndCosine(network));
    }

    /** The mean cosine, over all modules but the last, of d and the gradient of the last loss with respect to the same features. */
    private double endToEndCosine(LocalNetwork network) {
        try (NDScope scope = new NDScope();
                Recording on = Recording.on()) {
            Batch batch = batch(loader(TEST), IntStream.range(0, 256).toArray(), 0, 256);
            NDList outputs = new NDList();
            NDList own = new NDList();
            NDArray x = batch.images_BCHW();
            for (LocalModule module : network.modules()) {
                x = module.features(x, Mode.RECOMPUTATION);
                x = outputs.isEmpty() ? Recording.leaf(x) : x;
                outputs.add(x);
                own.add(gradientByOutput(module, Recording.leaf(x), batch));
            }
            NDArray scores = network.last().scores(x, Mode.RECOMPUTATION);
            NDList whole = Gradients.of(CrossEntropy.mean(scores, batch.labels_BC()), outputs);
            return IntStream.range(0, outputs.size() - 1)
                    .mapToDouble(l -> Agreement.measure(own.get(l), whole.get(l))
                            .getFirst()
                            .getFloat())
                    .average()
                    .orElseThrow();
        }
    }

    private static NDArray gradientByOutput(LocalModule module, NDArray o, Batch batch) {
        NDArray loss = CrossEntropy.mean(module.scores(o, Mode.RECOMPUTATION), batch.labels_BC());
        return Gradients.of(loss, new NDList(o)).singletonOrThrow();
    }

    private LocalNetwork network(long seed) {
        Vgg vgg = new Vgg(8, 8);
        List<Block> blocks = vgg.blocks(new FeatureShape(1, SIDE, SIDE), owner -> initializer(seed, owner));
        List<LocalModule> modules = new ArrayList<>();
        for (Block block : blocks) {
            int number = modules.size() + 1;
            modules.add(LocalModule.of(
                    number,
                    List.of(block),
                    (number == blocks.size() ? vgg.classifier() : new LinearHead())
                            .build(block.output(), CLASSES, initializer(seed, "head" + number))));
        }
        return new LocalNetwork(modules);
    }

    private Initializer initializer(long seed, String owner) {
        return new Initializer(manager, DataType.FLOAT32, seed, owner);
    }

    private BatchLoader loader(LabelledImages set) {
        Normalization normalization = Normalization.of(TRAIN.images(), 1, SIDE * SIDE);
        Shape shape = new Shape(1, SIDE, SIDE);
        return new BatchLoader(manager, DataType.FLOAT32, set.images(), set.labels(), shape, CLASSES, normalization);
    }

    private static Batch batch(BatchLoader loader, int[] order, int from, int count) {
        return loader.load(order, from, from + count, 0, new Augmentation(1, false, 0));
    }

    private static double meanCosine(List<ModuleMetrics> metrics) {
        return metrics.stream()
                .skip(1)
                .mapToDouble(
                        module -> Objects.requireNonNull(module.agreement()).cosine())
                .average()
                .orElseThrow();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private record Trained(double firstCosine, double lastCosine, double endToEndCosine) {}
}
