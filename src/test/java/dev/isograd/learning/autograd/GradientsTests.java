package dev.isograd.learning.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientsTests {

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray x = Recording.leaf(manager.create(3.0));

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void differentiatesByLeavesAndByWhatIsBetween() {
        try (Recording on = Recording.on()) {
            NDArray square = x.mul(x);
            NDArray loss = square.mul(square);

            NDList gradients = Gradients.of(loss, new NDList(x, square));

            assertThat(gradients.get(0).getDouble()).isCloseTo(4 * 27, within(1e-12));
            assertThat(gradients.get(1).getDouble()).isCloseTo(2 * 9, within(1e-12));
        }
    }

    @Test
    void differentiatesAGradientAgain() {
        try (Recording on = Recording.on()) {
            NDArray cube = x.mul(x).mul(x);
            NDArray gradient = Gradients.differentiable(cube, new NDList(x)).singletonOrThrow();

            assertThat(gradient.getDouble()).isCloseTo(27, within(1e-12));
            assertThat(Gradients.of(gradient, new NDList(x)).singletonOrThrow().getDouble())
                    .isCloseTo(18, within(1e-12));
        }
    }

    @Test
    void carriesAGradientThroughAGraphAsOftenAsTheGraphIsKept() {
        try (Recording on = Recording.on()) {
            NDArray square = x.mul(x);
            NDArray gradient = manager.create(5.0);

            assertThat(Gradients.vjpRetainingGraph(square, gradient, new NDList(x))
                            .singletonOrThrow()
                            .getDouble())
                    .isEqualTo(30);
            assertThat(Gradients.vjp(square, gradient, new NDList(x))
                            .singletonOrThrow()
                            .getDouble())
                    .isEqualTo(30);
            assertThatThrownBy(() -> Gradients.vjp(square, gradient, new NDList(x)))
                    .isInstanceOf(EngineException.class);
        }
    }

    @Test
    void stopsAtDetachedValues() {
        try (Recording on = Recording.on()) {
            NDArray product = x.mul(Recording.detached(x));

            assertThat(Gradients.of(product, new NDList(x)).singletonOrThrow().getDouble())
                    .isCloseTo(3, within(1e-12));
        }
    }

    @Test
    void refusesInputsTheLossDoesNotDependOn() {
        try (Recording on = Recording.on()) {
            NDArray other = Recording.leaf(manager.create(1.0));

            assertThatThrownBy(() -> Gradients.of(x.mul(x), new NDList(other))).isInstanceOf(EngineException.class);
        }
    }

    @Test
    void recordsOnlyWhileOpenAndNests() {
        try (Recording on = Recording.on()) {
            try (Recording off = Recording.off()) {
                NDArray unrecorded = x.mul(x);
                assertThatThrownBy(() -> Gradients.of(unrecorded, new NDList(x)))
                        .isInstanceOf(EngineException.class);
            }
            assertThat(Gradients.of(x.mul(x), new NDList(x)).singletonOrThrow().getDouble())
                    .isEqualTo(6);
        }
    }

    @Test
    void measuresTheLengthOfManyArraysTogether() {
        NDList arrays = new NDList(manager.create(new double[] {1, 2}), manager.create(new double[] {2}));

        assertThat(Norm.of(arrays).getDouble()).isCloseTo(3, within(1e-15));
    }
}
