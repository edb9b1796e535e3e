package dev.isograd.learning.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.rules.RecordedGradients;
import dev.isograd.learning.rules.SgrLocalBackprop;
import dev.isograd.learning.rules.SoftplusNetwork;
import dev.isograd.learning.rules.WeightWarmup;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares the gradient of the loss plus lambda R with libtorch's other way to compute it: two backward passes that accumulate
 * into {@code .grad}, the first one with a graph. This leaks memory, so only tests use it.
 */
class SecondDerivativeRouteTests {

    private static final double WEIGHT = 0.7;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTwoAccumulatingBackwardPasses(GradientDistance distance) {
        LocalNetwork network = SoftplusNetwork.create(manager, 2);
        Batch batch = SoftplusNetwork.batch(manager, 5);
        RecordedGradients taken = new RecordedGradients();
        new SgrLocalBackprop(network, taken, distance, new WeightWarmup(WEIGHT, 0, 1)).step(batch, 1, 0);

        try (Recording on = Recording.on()) {
            NDArray o = Recording.leaf(network.modules().getFirst().features(batch.images_BCHW(), Mode.TRAINING));
            NDArray t = Gradients.of(loss(network.modules().getFirst(), o, batch), new NDList(o))
                    .singletonOrThrow();
            NDArray x = Recording.leaf(o);
            NDArray loss = loss(network.last(), network.last().features(x, Mode.TRAINING), batch);
            backward(loss, true);
            NDArray g = x.getGradient();
            backward(distance.between(g, t).mul(Constant.of(WEIGHT, loss)), false);
        }

        double[] expected = network.last().trainable().stream()
                .map(parameter -> parameter.getGradient().toDoubleArray())
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertThat(taken.of(network.last().parameters())).containsExactly(expected, within(1e-10));
    }

    private static NDArray loss(LocalModule module, NDArray features, Batch batch) {
        return CrossEntropy.mean(module.scores(features, Mode.TRAINING), batch.labels_BC());
    }

    private static void backward(NDArray value, boolean createGraph) {
        JniUtils.backward((PtNDArray) value, (PtNDArray) value.onesLike(), true, createGraph);
    }
}
