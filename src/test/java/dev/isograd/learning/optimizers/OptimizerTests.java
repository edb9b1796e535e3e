package dev.isograd.learning.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.isograd.learning.autograd.CpuThreads;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTests {

    private static final double[] GRADIENTS = {0.5, -2, 0.1, 3};

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray parameter = manager.create(new double[] {1.5});

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void updatesByMomentumAndWeightDecay(boolean nesterov) {
        Sgd sgd = new Sgd(new NDList(parameter), 0.9, nesterov, 0.01);

        double w = 1.5;
        double v = 0;
        for (double gradient : GRADIENTS) {
            double g = gradient + 0.01 * w;
            v = 0.9 * v + g;
            double move = 0.1 * (nesterov ? g + 0.9 * v : v);
            w -= move;
            NDArray moved = sgd.update(new NDList(manager.create(new double[] {gradient})), 0.1);

            assertThat(moved.getDouble()).isCloseTo(Math.abs(move), within(1e-15));
            assertThat(parameter.getDouble()).isCloseTo(w, within(1e-15));
        }
        assertThat(sgd.state().sequencedValues().getFirst().getDouble()).isCloseTo(v, within(1e-15));
    }

    @Test
    void updatesByCorrectedMomentsAndDecoupledDecay() {
        AdamW adamw = new AdamW(new NDList(parameter), 0.9, 0.99, 1e-8, 0.1);

        double w = 1.5;
        double m = 0;
        double s = 0;
        for (int t = 1; t <= GRADIENTS.length; t++) {
            double g = GRADIENTS[t - 1];
            m = 0.9 * m + 0.1 * g;
            s = 0.99 * s + 0.01 * g * g;
            double mHat = m / (1 - Math.pow(0.9, t));
            double sHat = s / (1 - Math.pow(0.99, t));
            double move = 0.2 * (mHat / (Math.sqrt(sHat) + 1e-8) + 0.1 * w);
            w -= move;
            NDArray moved = adamw.update(new NDList(manager.create(new double[] {g})), 0.2);

            assertThat(moved.getDouble()).isCloseTo(Math.abs(move), within(1e-12));
            assertThat(parameter.getDouble()).isCloseTo(w, within(1e-12));
        }
        assertThat(adamw.state().keySet()).containsExactly("updates", "firstMoment.0", "secondMoment.0");
        assertThat(adamw.state().sequencedValues().getFirst().getLong()).isEqualTo(4);
    }

    /** A change of the last bit would change every recorded training. */
    @ParameterizedTest
    @ValueSource(ints = {7, 40_000, 300_000})
    void movesAsTheSingleOperationsDo(int size) {
        NDArray w = random(size, 1);
        NDArray expected = w.duplicate();
        NDArray velocity = w.zerosLike();
        NDArray momentum = manager.create(0.9);
        Sgd sgd = new Sgd(new NDList(w), 0.9, true, 0.01);

        try (CpuThreads two = CpuThreads.limit(2)) {
            for (int step = 2; step < 4; step++) {
                NDArray gradient = random(size, step);
                NDArray g = expected.mul(manager.create(0.01)).addi(gradient);
                velocity.muli(momentum).addi(g);
                expected.subi(velocity.mul(momentum).addi(g).muli(manager.create(0.1)));
                sgd.update(new NDList(gradient), 0.1);
            }
            assertThat(CpuThreads.count()).isEqualTo(2);
        }

        assertThat(w.toFloatArray()).isEqualTo(expected.toFloatArray());
        assertThat(sgd.state().firstEntry().getValue().toFloatArray()).isEqualTo(velocity.toFloatArray());
    }

    private NDArray random(int size, int seed) {
        Random numbers = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) numbers.nextGaussian();
        }
        return manager.create(values);
    }

    @Test
    void returnsTheNormOverAllParameters() {
        NDArray other = manager.create(new double[] {2, 3});
        NDList gradients = new NDList(manager.create(new double[] {4}), manager.create(new double[] {6, 12}));

        NDArray moved = new Sgd(new NDList(parameter, other), 0, false, 0).update(gradients, 0.5);

        assertThat(moved.getDouble()).isEqualTo(7);
        assertThat(other.toDoubleArray()).containsExactly(-1, -3);
    }

    @Test
    void keepsGradientsUnchanged() {
        NDArray gradient = manager.create(new double[] {0.25});

        new Sgd(new NDList(parameter), 0.9, true, 0.01).update(new NDList(gradient), 0.1);
        new AdamW(new NDList(parameter), 0.9, 0.99, 1e-8, 0.1).update(new NDList(gradient), 0.1);

        assertThat(gradient.getDouble()).isEqualTo(0.25);
    }
}
