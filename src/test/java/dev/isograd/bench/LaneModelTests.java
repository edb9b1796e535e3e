package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaneModelTests {

    private static final LaneModel MODEL = new LaneModel(List.of(1.0, 2.0, 3.0, 2.0));

    @Test
    void takesTheTimeOfTheSlowestLane() {
        assertThat(MODEL.step(1)).isEqualTo(8);
        assertThat(MODEL.step(2)).isEqualTo(5);
        assertThat(MODEL.step(3)).isEqualTo(3);
        assertThat(MODEL.step(4)).isEqualTo(3);
        assertThat(MODEL.speedUp(2)).isEqualTo(1.6);
    }

    @Test
    void fillsAndDrainsTheLanes() {
        assertThat(MODEL.steps(1, 10)).isEqualTo(80);
        assertThat(MODEL.steps(2, 1)).isEqualTo(8);
        assertThat(MODEL.steps(2, 10)).isEqualTo(53);
    }

    @Test
    void readsTheTimesOfAllSteps() {
        LaneModel model = LaneModel.of(new long[] {4_000_000_000L, 12_000_000_000L}, 4);

        assertThat(model.seconds()).containsExactly(1.0, 3.0);
        assertThat(model.shares()).containsExactly(25L, 75L);
        assertThat(model.speedUp(2)).isCloseTo(4.0 / 3, within(1e-12));
    }
}
