package dev.isograd.learning.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientDistanceTests {

    /** Per sample, the gradients are twice these: G = (6, 8), (0, 2) and T = (6, 0), (0, -4). */
    private static final double[] G = {3, 4, 0, 1};

    private static final double[] T = {3, 0, 0, -2};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void measuresPerSample() {
        assertThat(between(GradientDistance.COS)).isCloseTo(((1 - 0.6) + (1 + 1)) / 2, within(1e-12));
        assertThat(between(GradientDistance.NORM)).isCloseTo((8.0 + 6.0) / 2, within(1e-12));
        assertThat(between(GradientDistance.SQ)).isCloseTo((64.0 + 36.0) / 2, within(1e-12));
        assertThat(between(GradientDistance.REL)).isCloseTo((64.0 + 36.0) / (36 + 16), within(1e-12));
    }

    @Test
    void reportsAgreementInTheSameUnits() {
        double[] agreement = Agreement.measure(array(G), array(T)).stream()
                .mapToDouble(NDArray::getDouble)
                .toArray();

        assertThat(agreement)
                .containsExactly(new double[] {(0.6 - 1) / 2, (8.0 + 6.0) / 2, (10.0 + 2.0) / (6 + 4)}, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void hasAFiniteGradientWhereGradientsVanishOrCoincide(GradientDistance distance) {
        double[][] pairs = {{0, 0, 0, 0}, {1e-13, 0, 3, 4}, {3, 4, 5, 6}};
        for (double[] g : pairs) {
            for (double[] t : pairs) {
                for (double derivative : derivative(distance, g, t)) {
                    assertThat(derivative).isFinite();
                }
                for (double derivative : distance.gradient(array(g), array(t)).toDoubleArray()) {
                    assertThat(derivative).isFinite();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void knowsItsSlopeByAFormula(GradientDistance distance) {
        double[][] pairs = {G, T, {0, 0, 0, 1}, {1e-13, 0, 3, 4}, {3, 4, 5, 6}};
        for (double[] g : pairs) {
            for (double[] t : pairs) {
                if (g != t) {
                    double[] derivative = distance.gradient(array(g), array(t)).toDoubleArray();
                    double[] recorded = derivative(distance, g, t);
                    for (int i = 0; i < derivative.length; i++) {
                        assertThat(derivative[i]).isCloseTo(recorded[i], within(1e-13 * (1 + Math.abs(recorded[i]))));
                    }
                }
            }
        }
    }

    @Test
    void leavesOutSamplesWithoutADirection() {
        double[] flat = {0, 0, 0, 1};

        assertThat(GradientDistance.COS.between(array(flat), array(T)).getDouble())
                .isCloseTo(2, within(1e-12));
        assertThat(derivative(GradientDistance.COS, flat, T)[0]).isZero();
    }

    private double between(GradientDistance distance) {
        return distance.between(array(G), array(T)).getDouble();
    }

    private double[] derivative(GradientDistance distance, double[] g, double[] t) {
        try (Recording on = Recording.on()) {
            NDArray leaf = Recording.leaf(array(g));
            NDArray value = distance.between(leaf, array(t));
            return Gradients.of(value, new NDList(leaf)).singletonOrThrow().toDoubleArray();
        }
    }

    private NDArray array(double[] values) {
        return manager.create(values).reshape(new Shape(2, 2, 1, 1));
    }
}
