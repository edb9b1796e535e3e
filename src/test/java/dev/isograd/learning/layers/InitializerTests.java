package dev.isograd.learning.layers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitializerTests {

    private static final Shape SHAPE = new Shape(64, 64);

    /** Arrays made from Java numbers share a buffer that the garbage collector may free, and that later arrays are given. */
    @Test
    void drawsWeightsThatOwnTheirMemory() {
        try (NDManager manager = NDManager.newBaseManager()) {
            List<NDArray> drawn = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                drawn.add(initializer(manager, i).normal("weight", SHAPE, 1).array());
                if (i % 10 == 9) {
                    System.gc();
                }
            }

            for (int i = 0; i < drawn.size(); i++) {
                assertThat(drawn.get(i).toDoubleArray())
                        .as("weights %d", i)
                        .containsExactly(initializer(manager, i).gaussians((int) SHAPE.size()));
            }
        }
    }

    @Test
    void leavesNothingButTheWeights() {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
                int before = manager.getManagedArrays().size();

                new Initializer(manager, type, 1, "block").normal("weight", SHAPE, 1);

                assertThat(manager.getManagedArrays()).as("%s", type).hasSize(before + 1);
            }
        }
    }

    private static Initializer initializer(NDManager manager, int seed) {
        return new Initializer(manager, DataType.FLOAT64, seed, "block");
    }
}
