package dev.isograd.learning.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class BoundaryAgreementTests {

    /** Per sample, the gradients are twice these: G = (6, 8), (0, 2) and T = (6, 0), (0, -4). */
    @Test
    void measuresWhatTheTheorySpeaksOf() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray g = array(manager, 3, 4, 0, 1);
            NDArray t = array(manager, 3, 0, 0, -2);
            NDArray x = array(manager, 1, 0, 3, 4);

            BoundaryAgreement agreement = BoundaryAgreement.measure(g, t, x);

            assertThat(agreement.squaredDistance()).isCloseTo((64.0 + 36.0) / 2, within(1e-12));
            // The second number of the first sample does not count: its feature is 0.
            assertThat(agreement.activeCosine()).isCloseTo((1.0 - 1.0) / 2, within(1e-12));
            assertThat(agreement.targetAlongFeatures()).isCloseTo((1.0 + 16.0 / 25) / 2, within(1e-12));
        }
    }

    private static NDArray array(NDManager manager, double... values) {
        return manager.create(values).reshape(2, 2);
    }
}
