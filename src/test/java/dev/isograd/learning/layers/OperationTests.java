package dev.isograd.learning.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.layers.Layer.Mode;
import org.junit.jupiter.api.Test;

class OperationTests {

    @Test
    void measuresHowMuchEachChannelVariesOverItsPositions() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x_BCHW =
                    manager.create(new double[] {1, 3, 1, 3, 0, 0, 0, 8}).reshape(new Shape(1, 2, 2, 2));

            NDArray rows = Operation.deviationOverPositions().forward(x_BCHW, Mode.TRAINING);

            assertThat(rows.getShape()).isEqualTo(new Shape(1, 2));
            assertThat(rows.toDoubleArray()).containsExactly(new double[] {1, Math.sqrt(12)}, within(1e-12));
        }
    }
}
