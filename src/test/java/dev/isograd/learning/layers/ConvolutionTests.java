package dev.isograd.learning.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.autograd.ZeroedMemory;
import dev.isograd.learning.layers.Layer.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTests {

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @AfterEach
    void forgetsTheZeros() {
        ZeroedMemory.off();
    }

    /** All but the last sizes turn to NaN without zeroed memory, on a processor with AVX-512. The last ones need no zeros. */
    @ParameterizedTest
    @CsvSource({
        "4, 4, 12, true",
        "8, 8, 6, true",
        "12, 12, 28, true",
        "24, 24, 14, true",
        "3, 8, 12, true",
        "16, 16, 14, false",
        "3, 16, 16, false",
        "1, 16, 14, false",
        "16, 32, 16, false",
        "32, 64, 8, false"
    })
    void readsNothingThatLiesInFreedMemory(int in, int out, int side, boolean zeroed) {
        ZeroedMemory.off();
        Initializer initializer = new Initializer(manager, DataType.FLOAT32, 1, "test");
        Convolution convolution = new Convolution(initializer, "conv", in, out, 3, 1);
        for (int i = 0; i < 20; i++) {
            try (NDManager step = manager.newSubManager();
                    Recording on = Recording.on()) {
                NDArray x = Recording.leaf(step.randomNormal(new Shape(16, in, side, side)));
                leaveNansInFreedMemory();
                NDArray y = convolution.forward(x, Mode.TRAINING);
                NDArray loss = y.mul(y).sum();
                leaveNansInFreedMemory();
                NDList gradients = Gradients.of(
                        loss, new NDList(x, convolution.parameters().getFirst().array()));

                assertFinite(y);
                gradients.forEach(ConvolutionTests::assertFinite);
            }
        }
        assertThat(ZeroedMemory.isOn()).isEqualTo(zeroed);
    }

    /** An image of one pixel takes another way through the library than one of two, whose second pixel is black here. */
    @Test
    void computesSinglePixelsAsAnyOther() {
        Convolution convolution =
                new Convolution(new Initializer(manager, DataType.FLOAT64, 1, "test"), "conv", 5, 3, 1, 1);
        NDArray one = manager.randomNormal(new Shape(4, 5, 1, 1)).toType(DataType.FLOAT64, false);
        NDArray gradient = manager.randomNormal(new Shape(4, 3, 1, 1)).toType(DataType.FLOAT64, false);
        NDArray factor_C = manager.create(new double[] {0.5, 2, -1});
        NDArray two = withBlackPixel(one);
        NDArray twoGradient = withBlackPixel(gradient);

        assertSame(convolution.forward(one, Mode.TRAINING), first(convolution.forward(two, Mode.TRAINING)));
        assertSame(convolution.jvp(one), first(convolution.jvp(two)));
        assertSame(convolution.inputGradient(gradient, one), first(convolution.inputGradient(twoGradient, two)));
        assertSame(
                convolution.inputGradient(gradient, factor_C, one),
                first(convolution.inputGradient(twoGradient, factor_C, two)));
        assertSame(
                convolution.parameterGradients(gradient, one).singletonOrThrow(),
                convolution.parameterGradients(twoGradient, two).singletonOrThrow());
    }

    private static NDArray withBlackPixel(NDArray image) {
        return image.concat(image.zerosLike(), 3);
    }

    private static NDArray first(NDArray pixels) {
        return pixels.get(new NDIndex(":, :, :, 0:1"));
    }

    private static void assertSame(NDArray array, NDArray expected) {
        assertThat(array.getShape()).isEqualTo(expected.getShape());
        assertThat(array.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-12));
    }

    private void leaveNansInFreedMemory() {
        try (NDManager brief = manager.newSubManager()) {
            for (int size = 64; size <= 65536; size += size / 2) {
                for (int i = 0; i < 6; i++) {
                    brief.full(new Shape(size), Float.NaN, DataType.FLOAT32);
                }
            }
        }
    }

    private static void assertFinite(NDArray array) {
        for (float value : array.toFloatArray()) {
            assertThat(value).isFinite();
        }
    }
}
