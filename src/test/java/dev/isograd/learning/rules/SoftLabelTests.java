package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.LinearHead;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.reconciliation.GradientDistance;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Labels that are distributions over the classes, times weights: gradients against finite differences. */
class SoftLabelTests {

    private static final double REACH = 1e-6;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void descendsTheWeightedCrossEntropyOfTheDistribution() {
        WeightWarmup weight = new WeightWarmup(0.5, 0, 1);
        List<BiFunction<LocalNetwork, Optimizer.Factory, UpdateRule>> rules = List.of(
                GreedyLocal::new,
                (network, optimizers) -> new SgrLocalBackprop(network, optimizers, GradientDistance.COS, weight),
                (network, optimizers) -> new SgrBpFree(network, optimizers, GradientDistance.COS, weight));
        Batch batch = SoftplusNetwork.softBatch(manager, 5);
        for (BiFunction<LocalNetwork, Optimizer.Factory, UpdateRule> rule : rules) {
            LocalNetwork network = PlainNetwork.create(manager, 2, new LinearHead());
            LocalModule first = network.modules().getFirst();
            RecordedGradients recorded = new RecordedGradients();

            ModuleMetrics metrics =
                    rule.apply(network, recorded).step(batch, 1, 0).getFirst();

            assertThat(metrics.loss()).isCloseTo(loss(first, batch), within(1e-12));
            NDArray weights = first.trainable().getFirst();
            double[] gradient = recorded.of(first.parameters());
            for (int i = 0; i < 5; i++) {
                double slope = (moved(first, batch, weights, i, REACH) - moved(first, batch, weights, i, -REACH))
                        / (2 * REACH);
                assertThat(gradient[i]).isCloseTo(slope, within(1e-7));
            }
        }
    }

    private double moved(LocalModule module, Batch batch, NDArray weights, int index, double by) {
        NDArray flat = weights.reshape(-1);
        NDIndex one = new NDIndex().addSliceDim(index, index + 1);
        flat.set(one, value -> value.add(by));
        double loss = loss(module, batch);
        flat.set(one, value -> value.sub(by));
        return loss;
    }

    /** - 1/B of the sum over images i and classes c of t_ic ln softmax(s_i)_c. */
    private static double loss(LocalModule module, Batch batch) {
        NDArray scores = module.scores(module.features(batch.images_BCHW(), Mode.TRAINING), Mode.TRAINING);
        double[] s = scores.toDoubleArray();
        double[] t = batch.labels_BC().toDoubleArray();
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            double total = 0;
            for (int c = 0; c < SoftplusNetwork.CLASSES; c++) {
                total += Math.exp(s[i * SoftplusNetwork.CLASSES + c]);
            }
            for (int c = 0; c < SoftplusNetwork.CLASSES; c++) {
                sum -= t[i * SoftplusNetwork.CLASSES + c] * (s[i * SoftplusNetwork.CLASSES + c] - Math.log(total));
            }
        }
        return sum / batch.size();
    }
}
