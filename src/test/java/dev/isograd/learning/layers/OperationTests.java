package dev.isograd.learning.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
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

    @Test
    void appliesTheReluToTheArrayItself() {
        try (NDManager manager = NDManager.newBaseManager();
                Recording on = Recording.on()) {
            NDArray weights = Recording.leaf(manager.create(new double[] {2, -3, 4}));
            NDArray x = weights.mul(Constant.of(0.5, weights));

            NDArray y = Operation.relu().forward(x, Mode.TRAINING);

            assertThat(x.toDoubleArray()).isEqualTo(y.toDoubleArray()).containsExactly(1, 0, 2);
            assertThat(Gradients.of(y.sum(), new NDList(weights)).head().toDoubleArray())
                    .containsExactly(0.5, 0, 0.5);
        }
    }
}
