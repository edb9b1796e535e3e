package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.isograd.learning.memory.StepWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpeedProbeTests {

    @ParameterizedTest
    @MethodSource("dev.isograd.trainer.SpeedProbe#pairs")
    void knowsASmallNetworkForEachPair(String pair) {
        String[] types = pair.split("/", 2);

        assertThatCode(() -> StepWork.of(SpeedProbe.spec(types[0], types[1]), 64, 3, 32, 32, 10))
                .doesNotThrowAnyException();
    }

    @Test
    void measuresEveryRule() {
        assertThat(SpeedProbe.pairs().stream()
                        .map(pair -> pair.split("/", 2)[1])
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(dev.isograd.learning.Synthetic.rules());
    }

    @Test
    void measuresAStep() {
        double seconds = SpeedProbe.secondsPerCost(
                SpeedProbe.spec("mlp", "greedy"), SpeedProbe.images(64), SpeedProbe.images(2));

        // 1.8 ns on a core with AVX-512.
        assertThat(seconds).isBetween(1e-11, 1e-6);
    }
}
