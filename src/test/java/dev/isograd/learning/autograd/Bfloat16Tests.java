package dev.isograd.learning.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import dev.isograd.learning.random.RandomStream;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products in bfloat16 against float32: outputs and gradients differ by rounding only. */
class Bfloat16Tests {

    /** bfloat16 has 8 bits of mantissa; errors of a sum partly cancel. */
    private static final double ROUNDING = 0.02;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final RandomStream random = RandomStream.named(1, "bfloat16");

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 8", "3, 2, 8", "1, 1, 7", "1, 2, 8", "7, 2, 9"})
    void convolutions(int kernel, int stride, int side) {
        Shape strides = new Shape(stride, stride);
        Shape padding = new Shape(kernel / 2, kernel / 2);

        assertClose(
                array(5, 6, side, side),
                array(10, 6, kernel, kernel),
                (x, weight) -> Bfloat16.convolution(x, weight, stride),
                (x, weight) -> Conv2d.conv2d(x, weight, null, strides, padding).singletonOrThrow());
    }

    @Test
    void patches() {
        NDArray bias = array(10);

        assertClose(
                array(5, 3, 8, 8),
                array(10, 3, 4, 4),
                (x, weight) -> Bfloat16.patches(x, weight, bias),
                (x, weight) -> Conv2d.conv2d(x, weight, bias, new Shape(4, 4), new Shape(0, 0))
                        .singletonOrThrow());
    }

    @Test
    void fullyConnectedLayersOfImagesAndTokens() {
        NDArray bias = array(10);

        assertClose(
                array(5, 12),
                array(10, 12),
                (x, weight) -> Bfloat16.linear(x, weight, null),
                (x, weight) -> Linear.linear(x, weight).singletonOrThrow());
        assertClose(
                array(5, 4, 12),
                array(10, 12),
                (x, weight) -> Bfloat16.linear(x, weight, bias),
                (x, weight) -> Linear.linear(x, weight, bias).singletonOrThrow());
    }

    private void assertClose(
            NDArray x, NDArray weight, BinaryOperator<NDArray> rounded, BinaryOperator<NDArray> exact) {
        NDList expected = outputAndGradients(x, weight, exact);
        NDList actual = outputAndGradients(x, weight, rounded);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(actual.get(i).getShape()).isEqualTo(expected.get(i).getShape());
            double difference = norm(actual.get(i).sub(expected.get(i))) / norm(expected.get(i));
            assertThat(difference).as("array %d", i).isPositive().isCloseTo(0, within(ROUNDING));
        }
    }

    private static NDList outputAndGradients(NDArray x, NDArray weight, BinaryOperator<NDArray> function) {
        try (Recording on = Recording.on()) {
            NDArray leaf = Recording.leaf(x);
            NDArray parameter = Recording.leaf(weight);
            NDArray y = function.apply(leaf, parameter);
            NDList all = new NDList(Recording.detached(y));
            all.addAll(Gradients.of(y.mul(y).sum(), new NDList(leaf, parameter)));
            return all;
        }
    }

    private static double norm(NDArray array) {
        return array.norm().getFloat();
    }

    private NDArray array(long... shape) {
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(shape));
    }
}
