package dev.isograd.learning.layers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.autograd.ZeroedMemory;
import dev.isograd.learning.layers.Layer.Mode;
import org.junit.jupiter.api.AfterEach;
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
