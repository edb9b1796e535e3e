package dev.isograd.learning.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.heads.ConvHead;
import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.heads.EtfHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.heads.SimilarityMatchingHead;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkPlanTests {

    private static final List<NetworkPlan> PLANS = List.of(
            new Resnet(1, 3),
            new Resnet(2, 2),
            new ResnetBottleneck(List.of(1, 2, 1, 1), 2, false),
            new ResnetBottleneck(List.of(1, 2, 1, 1), 2, true),
            new Vgg(8, 2),
            new Vgg(11, 2),
            new Vgg(19, 2),
            new Mlp(3, 8),
            new Vit(4, 2, 8, 2),
            new Vit(2, 1, 6, 3));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void buildsResnet20WithItsPublishedSize() {
        Resnet resnet20 = new Resnet(3, 16);

        List<Block> blocks = resnet20.blocks(new FeatureShape(3, 32, 32), this::initializer);

        // 0.27M parameters (He et al. 2016, table 6), 269 722 with the linear classifier on 10 classes.
        assertThat(blocks).hasSize(10);
        assertThat(trainable(blocks) + 10 * 64 + 10).isEqualTo(269_722);
        assertThat(blocks.getLast().output()).isEqualTo(new FeatureShape(64, 8, 8));
    }

    @Test
    void buildsVgg8bWithItsPublishedSize() {
        List<Block> blocks = new Vgg(8, 128).blocks(new FeatureShape(3, 32, 32), this::initializer);

        // Weights 3·128·9 + 128·256·9 + 256·256·9 + 256·512·9 + 512·512·9·2 + 2048·1024, batch norm twice each channel.
        long weights = 3456 + 294_912 + 589_824 + 1_179_648 + 2 * 2_359_296 + 2_097_152;
        long norms = 2 * (128 + 256 + 256 + 512 + 512 + 512 + 1024);
        assertThat(blocks.stream().map(Block::name))
                .containsExactly("conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "hidden");
        assertThat(trainable(blocks)).isEqualTo(weights + norms);
    }

    static List<Arguments> publishedSizes() {
        NetworkPlan resnet50 = new ResnetBottleneck(List.of(3, 4, 6, 3), 64, true);
        NetworkPlan resnet101 = new ResnetBottleneck(List.of(3, 4, 23, 3), 64, true);
        NetworkPlan resnet152 = new ResnetBottleneck(List.of(3, 8, 36, 3), 64, true);
        // The published transformers also learn a class token and its position: two more numbers per channel.
        return List.of(
                Arguments.of("ResNet-50", resnet50, 224, 1000, 25_557_032),
                Arguments.of("ResNet-101", resnet101, 224, 1000, 44_549_160),
                Arguments.of("ResNet-152", resnet152, 224, 1000, 60_192_808),
                Arguments.of("ViT-Ti/16", new Vit(16, 12, 192, 3), 224, 1000, 5_717_416 - 2 * 192),
                Arguments.of("ViT-S/16", new Vit(16, 12, 384, 6), 224, 1000, 22_050_664 - 2 * 384),
                Arguments.of("ViT-B/16", new Vit(16, 12, 768, 12), 224, 1000, 86_567_656 - 2 * 768),
                Arguments.of("ResNet-32", new Resnet(5, 16), 32, 10, 464_154),
                Arguments.of("ResNet-110", new Resnet(18, 16), 32, 10, 1_727_962));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publishedSizes")
    void hasItsPublishedSize(String name, NetworkPlan plan, int side, int classes, long parameters) {
        List<Block> blocks = plan.blocks(new FeatureShape(3, side, side), Initializer::shapesOnly);
        Layer classifier =
                plan.classifier().build(blocks.getLast().output(), classes, Initializer.shapesOnly("classifier"));

        assertThat(trainable(blocks) + trainable(classifier)).isEqualTo(parameters);
    }

    /** Parameters of the convolutions and their batch normalization, with 64 channels first; published: 9.2, 9.4, 14.7, 20.0M. */
    @ParameterizedTest
    @CsvSource({"11,9217728,5504", "13,9402048,5888", "16,14710464,8448", "19,20018880,11008"})
    void buildsVggWithItsPublishedConvolutions(int depth, long weights, long norms) {
        List<Block> blocks = new Vgg(depth, 64).blocks(new FeatureShape(3, 32, 32), Initializer::shapesOnly);

        assertThat(blocks).hasSize(depth - 1);
        assertThat(trainable(blocks.subList(0, depth - 3))).isEqualTo(weights + norms);
        assertThat(blocks.get(depth - 4).output()).isEqualTo(new FeatureShape(512, 1, 1));
        assertThat(blocks.subList(depth - 3, depth - 1).stream().map(Block::name))
                .containsExactly("hidden1", "hidden2");
    }

    @Test
    void countsTheSameWithAndWithoutNumbers() {
        FeatureShape images = new FeatureShape(3, 32, 32);
        for (NetworkPlan plan : PLANS) {
            assertThat(trainable(plan.blocks(images, Initializer::shapesOnly)))
                    .as("%s", plan)
                    .isEqualTo(trainable(plan.blocks(images, this::initializer)));
        }
    }

    @Test
    void scoresEveryClassByEveryHeadOnEveryNetwork() {
        FeatureShape images = new FeatureShape(1, 28, 28);
        for (NetworkPlan plan : PLANS) {
            Block block = plan.blocks(images, this::initializer).getFirst();
            NDArray x = block.layer().forward(manager.randomNormal(new Shape(3, 1, 28, 28)), Mode.TRAINING);
            for (Head head : List.of(
                    new LinearHead(),
                    new ConvHead(1),
                    new ConvHead(3),
                    new DglHead(),
                    new EtfHead(),
                    new SimilarityMatchingHead(new DglHead()),
                    plan.classifier())) {
                NDArray scores =
                        head.build(block.output(), 5, initializer("head")).forward(x, Mode.TRAINING);

                assertThat(scores.getShape()).as("%s on %s", head, plan).isEqualTo(new Shape(3, 5));
                assertThat(head.build(block.output(), 5, Initializer.shapesOnly("head"))
                                .trace(Traced.of(block.output()), new SavedTensors())
                                .shape())
                        .isEqualTo(new FeatureShape(5, 1, 1));
            }
        }
    }

    @Test
    void handsOnTheShapesItPromises() {
        for (FeatureShape images :
                List.of(new FeatureShape(1, 28, 28), new FeatureShape(3, 32, 32), new FeatureShape(3, 16, 24))) {
            for (NetworkPlan plan : PLANS) {
                NDArray x = manager.ones(new Shape(2, images.channels(), images.height(), images.width()));
                Traced traced = Traced.of(images);
                for (Block block : plan.blocks(images, this::initializer)) {
                    x = block.layer().forward(x, Mode.EVALUATION);
                    traced = block.layer().trace(traced, new SavedTensors());
                    FeatureShape output = block.output();
                    assertThat(traced.shape())
                            .as("%s %s traced", plan, block.name())
                            .isEqualTo(output);
                    assertThat(x.getShape())
                            .as("%s %s", plan, block.name())
                            .isEqualTo(new Shape(2, output.channels(), output.height(), output.width()));
                }
            }
        }
    }

    @Test
    void handsOnTheShapesItPromisesForOddSides() {
        for (NetworkPlan plan : PLANS.subList(0, 8)) {
            NDArray x = manager.ones(new Shape(2, 3, 17, 23));
            for (Block block : plan.blocks(new FeatureShape(3, 17, 23), this::initializer)) {
                x = block.layer().forward(x, Mode.EVALUATION);
                assertThat(x.size())
                        .as("%s %s", plan, block.name())
                        .isEqualTo(2L * block.output().numbers());
            }
        }
    }

    @Test
    void stopsPoolingAtASideOfOne() {
        List<Block> blocks = new Vgg(16, 2).blocks(new FeatureShape(1, 5, 28), this::initializer);

        assertThat(blocks.get(6).output()).isEqualTo(new FeatureShape(8, 1, 7));
        assertThat(blocks.get(12).output()).isEqualTo(new FeatureShape(16, 1, 7));
    }

    @Test
    void refusesPatchesThatDoNotDivideTheImages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vit(5, 1, 8, 2).blocks(new FeatureShape(1, 28, 28), this::initializer))
                .withMessageContaining("Patches of 5x5 do not divide images of 28x28");
    }

    @Test
    void scoresEveryClassByEveryHeadOnFeaturesOfAnySize() {
        for (Head head : List.of(new LinearHead(), new ConvHead(1), new ConvHead(3), new DglHead())) {
            for (int side : new int[] {1, 2, 3, 5, 7, 14, 28}) {
                FeatureShape features = new FeatureShape(4, side, side);
                NDArray x = manager.randomNormal(new Shape(3, 4, side, side));

                NDArray scores = head.build(features, 5, initializer("head")).forward(x, Mode.TRAINING);

                assertThat(scores.getShape()).as("%s on %d", head, side).isEqualTo(new Shape(3, 5));
            }
        }
    }

    @Test
    void namesEveryParameterOnce() {
        List<Block> blocks = new Resnet(2, 4).blocks(new FeatureShape(1, 8, 8), this::initializer);
        List<String> names = blocks.stream()
                .flatMap(block -> block.layer().parameters().stream())
                .map(Parameter::name)
                .toList();

        Set<String> distinct = new HashSet<>(names);
        assertThat(distinct).hasSameSizeAs(names).contains("stem.conv.weight", "stage3.block2.norm2.running_var");
    }

    @Test
    void keepsTheScaleOfActivationsByKaimingsVariance() {
        Parameter weight = new Resnet(1, 64)
                .blocks(new FeatureShape(1, 8, 8), this::initializer)
                .get(1)
                .layer()
                .parameters()
                .getFirst();

        double[] values = weight.array().toType(DataType.FLOAT64, true).toDoubleArray();
        double square = 0;
        for (double value : values) {
            square += value * value;
        }
        assertThat(square / values.length)
                .isCloseTo(2.0 / (64 * 9), org.assertj.core.data.Percentage.withPercentage(3));
    }

    private Initializer initializer(String owner) {
        return new Initializer(manager, DataType.FLOAT32, 1, owner);
    }

    private static long trainable(List<Block> blocks) {
        return blocks.stream().mapToLong(block -> trainable(block.layer())).sum();
    }

    private static long trainable(Layer layer) {
        return Parameter.trainable(layer.parameters()).stream()
                .mapToLong(NDArray::size)
                .sum();
    }
}
