package dev.isograd.learning.networks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.heads.ConvHead;
import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkPlanTests {

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
        List<Block> blocks = new Vgg(128).blocks(new FeatureShape(3, 32, 32), this::initializer);

        // Weights 3·128·9 + 128·256·9 + 256·256·9 + 256·512·9 + 512·512·9·2 + 2048·1024, batch norm twice each channel.
        long weights = 3456 + 294_912 + 589_824 + 1_179_648 + 2 * 2_359_296 + 2_097_152;
        long norms = 2 * (128 + 256 + 256 + 512 + 512 + 512 + 1024);
        assertThat(blocks.stream().map(Block::name))
                .containsExactly("conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "hidden");
        assertThat(trainable(blocks)).isEqualTo(weights + norms);
    }

    @Test
    void handsOnTheShapesItPromises() {
        for (FeatureShape images : List.of(new FeatureShape(1, 28, 28), new FeatureShape(3, 17, 23))) {
            for (NetworkPlan plan : List.of(new Resnet(1, 3), new Resnet(2, 2), new Vgg(2))) {
                NDArray x = manager.ones(new Shape(2, images.channels(), images.height(), images.width()));
                for (Block block : plan.blocks(images, this::initializer)) {
                    x = block.layer().forward(x, Mode.EVALUATION);
                    assertThat(x.size())
                            .as("%s %s", plan, block.name())
                            .isEqualTo(2L * block.output().numbers());
                }
            }
        }
    }

    @Test
    void scoresEveryClassByEveryHeadOnFeaturesOfAnySize() {
        for (Head head : List.of(new LinearHead(), new ConvHead(), new DglHead())) {
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
        return blocks.stream()
                .flatMap(block -> Parameter.trainable(block.layer().parameters()).stream())
                .mapToLong(NDArray::size)
                .sum();
    }
}
