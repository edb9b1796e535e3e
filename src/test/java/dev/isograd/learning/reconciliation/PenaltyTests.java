package dev.isograd.learning.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.Conv1x1Head;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.heads.DglHead;
import dev.isograd.learning.heads.Head;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.heads.NormalizedHead;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.Block;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.Vgg;
import dev.isograd.learning.networks.VggLayers;
import dev.isograd.learning.random.RandomStream;
import dev.isograd.learning.rules.SoftplusNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the gradients of reconciled modules with finite differences, for all layers and heads that SGR is used with. */
class PenaltyTests {

    private static final double WEIGHT = 0.7;
    private static final FeatureShape IMAGES = new FeatureShape(3, 6, 6);
    private static final int CLASSES = 4;

    private final NDManager manager = NDManager.newBaseManager();
    private final Batch batch = SoftplusNetwork.batch(manager, 5);

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    static Stream<Arguments> forms() {
        List<Head> heads = List.of(
                new LinearHead(),
                new NormalizedHead(new LinearHead()),
                new Conv1x1Head(),
                new NormalizedHead(new Conv1x1Head()),
                new DglHead());
        return heads.stream()
                .flatMap(head -> Stream.of(true, false)
                        .flatMap(batchNorm -> Stream.of(true, false)
                                .flatMap(softplus -> Stream.of(true, false)
                                        .map(mask -> Arguments.of(head, new VggLayers(batchNorm, softplus), mask)))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void descendsTheLossPlusTheWeightedDistance(Head head, VggLayers layers, boolean mask) {
        for (GradientDistance distance : List.of(GradientDistance.SQ, GradientDistance.COS)) {
            List<LocalModule> modules = modules(head, layers);
            LocalModule upper = modules.get(1);
            NDArray x = features(modules.getFirst());
            NDArray t = gradientByFeatures(modules.getFirst());
            NDList gradients;
            try (Recording on = Recording.on()) {
                Penalty penalty = new Penalty(distance, WEIGHT, 1, mask);
                gradients = ModulePass.reconcilable(upper, BoundarySignal.of(x, t), batch, penalty, Mode.RECOMPUTATION)
                        .gradients();
            }

            List<NDArray> direction = randomDirection(upper.trainable());
            double along = 0;
            for (int i = 0; i < gradients.size(); i++) {
                along += gradients.get(i).mul(direction.get(i)).sum().getDouble();
            }
            assertThat(along).isCloseTo(centralDifference(upper, x, t, distance, mask, direction), within(1e-7));
        }
    }

    @Test
    void countsOnlyActivePositionsWithAMask() {
        NDArray x = array(1, 0, -2, 3);
        NDArray g = array(5, 7, 11, 13);
        NDArray t = array(1, 2, 3, 4);

        Penalty masked = new Penalty(GradientDistance.SQ, 1, 1, true);

        // One sample per row; the gradients of the two samples are twice these.
        assertThat(masked.of(g, t, x).getDouble()).isCloseTo((4 * 16 + 4 * 81) / 2.0, within(1e-12));
        assertThat(masked.gradient(g, t, x).toDoubleArray())
                .containsExactly(new double[] {4 * 4, 0, 0, 4 * 9}, within(1e-12));
        assertThat(new Penalty(GradientDistance.SQ, 1, 1).of(g, t, x).getDouble())
                .isCloseTo((4 * (16 + 25) + 4 * (64 + 81)) / 2.0, within(1e-12));
    }

    /** Euler's theorem: a loss that does not change with the scale of x has a gradient orthogonal to each x, summed over the batch. */
    @Test
    void leavesNoGradientAlongTheFeaturesWhereTheHeadNormalizes() {
        double plain = alongFeatures(new Conv1x1Head());
        double normalized = alongFeatures(new NormalizedHead(new Conv1x1Head()));

        assertThat(Math.abs(plain)).isGreaterThan(1e-3);
        // Not exactly 0: batch normalization adds a small number to the variance.
        assertThat(Math.abs(normalized)).isLessThan(1e-4 * Math.abs(plain));
    }

    private double alongFeatures(Head head) {
        LocalModule lower = modules(head, new VggLayers(false, true)).getFirst();
        return gradientByFeatures(lower).mul(features(lower)).sum().getDouble();
    }

    private List<LocalModule> modules(Head head, VggLayers layers) {
        List<LocalModule> modules = new ArrayList<>();
        for (Block block :
                new Vgg(8, 4, layers).blocks(IMAGES, this::initializer).subList(0, 2)) {
            int number = modules.size() + 1;
            modules.add(LocalModule.of(
                    number, List.of(block), head.build(block.output(), CLASSES, initializer("head" + number))));
        }
        return modules;
    }

    private Initializer initializer(String owner) {
        return new Initializer(manager, DataType.FLOAT64, 3, owner);
    }

    private NDArray features(LocalModule module) {
        try (Recording off = Recording.off()) {
            return module.features(batch.images_BCHW(), Mode.RECOMPUTATION);
        }
    }

    private NDArray gradientByFeatures(LocalModule module) {
        try (Recording on = Recording.on()) {
            NDArray o = Recording.leaf(features(module));
            NDArray loss = CrossEntropy.mean(module.scores(o, Mode.RECOMPUTATION), batch.labels_BC());
            return Gradients.of(loss, new NDList(o)).singletonOrThrow();
        }
    }

    /** From first derivatives only. */
    private double objective(LocalModule module, NDArray input, NDArray t, GradientDistance distance, boolean mask) {
        try (Recording on = Recording.on()) {
            NDArray x = Recording.leaf(input);
            NDArray scores = module.scores(module.features(x, Mode.RECOMPUTATION), Mode.RECOMPUTATION);
            NDArray loss = CrossEntropy.mean(scores, batch.labels_BC());
            NDArray g = Recording.detached(Gradients.of(loss, new NDList(x)).singletonOrThrow());
            NDArray counted = mask ? input.gt(0).toType(DataType.FLOAT64, false) : input.onesLike();
            return loss.getDouble()
                    + WEIGHT * distance.between(g.mul(counted), t.mul(counted)).getDouble();
        }
    }

    private double centralDifference(
            LocalModule module,
            NDArray x,
            NDArray t,
            GradientDistance distance,
            boolean mask,
            List<NDArray> direction) {
        double reach = 1e-6;
        shift(module.trainable(), direction, reach);
        double above = objective(module, x, t, distance, mask);
        shift(module.trainable(), direction, -2 * reach);
        double below = objective(module, x, t, distance, mask);
        return (above - below) / (2 * reach);
    }

    private static void shift(NDList parameters, List<NDArray> direction, double reach) {
        try (Recording off = Recording.off()) {
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).addi(direction.get(i).mul(reach));
            }
        }
    }

    /** Of unit length, so that no unit of a ReLU crosses zero on the way. */
    private List<NDArray> randomDirection(NDList parameters) {
        RandomStream random = RandomStream.named(5, "direction");
        double length = Math.sqrt(parameters.stream().mapToLong(NDArray::size).sum());
        List<NDArray> direction = new ArrayList<>();
        for (NDArray parameter : parameters) {
            double[] values = new double[Math.toIntExact(parameter.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextGaussian() / length;
            }
            direction.add(manager.create(values).reshape(parameter.getShape()));
        }
        return direction;
    }

    private NDArray array(double... values) {
        return manager.create(values).reshape(2, 2);
    }
}
