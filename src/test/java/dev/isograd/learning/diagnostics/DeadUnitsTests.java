package dev.isograd.learning.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class DeadUnitsTests {

    @Test
    void countsChannelsThatAreZeroEverywhere() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            float[] twoImagesOfFourChannels = {
                0, 0, 0, 3, -1, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 2
            };

            double dead = DeadUnits.of(manager.create(twoImagesOfFourChannels).reshape(new Shape(2, 4, 1, 2)));

            assertThat(dead).isEqualTo(1.0 / 4);
        }
    }
}
