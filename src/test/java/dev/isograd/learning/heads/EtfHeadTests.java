package dev.isograd.learning.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EtfHeadTests {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void pointsToClassesByUnitVectorsAtEqualAngles() {
        NDArray directions = onlyParameter(head(new FeatureShape(7, 3, 3), 5)).array();

        double[] products = directions.matMul(directions.transpose()).toDoubleArray();

        for (int i = 0; i < products.length; i++) {
            assertThat(products[i]).isCloseTo(i % 6 == 0 ? 1 : -1.0 / 4, within(1e-12));
        }
    }

    @Test
    void hasNothingToLearn() {
        assertThat(onlyParameter(head(new FeatureShape(5, 1, 1), 5)).trainable())
                .isFalse();
    }

    @Test
    void poolsNoMoreThanLeavesAFeatureForEachClass() {
        assertThat(onlyParameter(head(new FeatureShape(10, 4, 4), 10)).array().getShape())
                .isEqualTo(new Shape(10, 10));
        assertThat(onlyParameter(head(new FeatureShape(2, 7, 5), 10)).array().getShape())
                .isEqualTo(new Shape(10, 2 * 9));
        Layer head = head(new FeatureShape(2, 7, 5), 10);
        assertThat(head.forward(manager.ones(new Shape(3, 2, 7, 5), DataType.FLOAT64), Mode.TRAINING)
                        .getShape())
                .isEqualTo(new Shape(3, 10));
    }

    @Test
    void refusesFewerFeaturesThanClasses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> head(new FeatureShape(2, 2, 1), 5))
                .withMessageContaining("5")
                .withMessageContaining("4");
    }

    private Layer head(FeatureShape features, int classes) {
        return new EtfHead().build(features, classes, new Initializer(manager, DataType.FLOAT64, 1, "head"));
    }

    private static Parameter onlyParameter(Layer head) {
        assertThat(head.parameters()).hasSize(1);
        return head.parameters().getFirst();
    }
}
