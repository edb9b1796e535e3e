package dev.isograd.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.IntBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetsTests {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void smoothsLabelsThenWeighsThem() {
        double[] weights = {2, 1, 0.5};

        assertThat(rows(Targets.ONE_HOT)).containsExactly(0, 0, 1, 1, 0, 0);
        assertThat(rows(new Targets(0.3, new double[0])))
                .containsExactly(new double[] {0.1, 0.1, 0.8, 0.8, 0.1, 0.1}, within(1e-12));
        assertThat(rows(new Targets(0.3, weights)))
                .containsExactly(new double[] {0.05, 0.05, 0.4, 1.6, 0.2, 0.2}, within(1e-12));
    }

    @Test
    void givesRareClassesMoreWeightAndAllImagesOneInTheMean() {
        IntBuffer labels = IntBuffer.wrap(new int[] {0, 0, 0, 1, 3, 3, 1, 1});

        double[] weights = Targets.balanced(labels, new int[] {0, 1, 2, 3, 4, 5}, 4);

        assertThat(weights).containsExactly(new double[] {2.0 / 3, 2, 1, 1}, within(1e-12));
        assertThat((3 * weights[0] + weights[1] + 2 * weights[3]) / 6).isCloseTo(1, within(1e-12));
    }

    @Test
    void mixesEachImageAndItsLabelWithTheNext() {
        Batch batch = new Batch(
                manager.create(new double[] {0, 10, 100}, new Shape(3, 1, 1, 1)),
                manager.create(new double[] {1, 0, 0, 1, 1, 0}, new Shape(3, 2)));

        Batch mixed = batch.mixed(0.75);

        assertThat(mixed.images_BCHW().toDoubleArray()).containsExactly(new double[] {2.5, 32.5, 75}, within(1e-12));
        assertThat(mixed.labels_BC().toDoubleArray())
                .containsExactly(new double[] {0.75, 0.25, 0.25, 0.75, 1, 0}, within(1e-12));
        assertThat(batch.images_BCHW().toDoubleArray()).containsExactly(0, 10, 100);
    }

    /** Beta(a, a) has the mean 1/2 and the variance 1 / (4 (2a + 1)). */
    @Test
    void drawsSharesFromABetaDistribution() {
        for (double a : new double[] {0.1, 0.4, 1}) {
            Augmentation augmentation = new Augmentation(9, false, 0, 0, 0, 0, a, false);
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 20_000; i++) {
                double share = augmentation.share(i, 128);
                assertThat(share).isBetween(0.0, 1.0);
                sum += share / 20_000;
                squares += share * share / 20_000;
            }
            assertThat(sum).isCloseTo(0.5, within(0.01));
            assertThat(squares - sum * sum).isCloseTo(1 / (4 * (2 * a + 1)), within(0.004));
            assertThat(augmentation.share(3, 128)).isEqualTo(augmentation.share(3, 128));
        }
    }

    private double[] rows(Targets targets) {
        return targets.of(new int[] {2, 0}, 3, manager, DataType.FLOAT64).toDoubleArray();
    }
}
