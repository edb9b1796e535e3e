package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WeightWarmupTests {

    @Test
    void risesFromZeroAfterTheStart() {
        assertThat(weights(new WeightWarmup(2, 0, 4, 1), 6)).containsExactly(0, 0.5, 1, 1.5, 2, 2);
        assertThat(weights(new WeightWarmup(2, 3, 2, 1), 7)).containsExactly(0, 0, 0, 0, 1, 2, 2);
        assertThat(weights(new WeightWarmup(2, 3, 0, 1), 5)).containsExactly(0, 0, 0, 2, 2);
    }

    @Test
    void countsNTimesOnEachNthStepAfterTheStart() {
        assertThat(weights(new WeightWarmup(2, 2, 0, 3), 9)).containsExactly(0, 0, 6, 0, 0, 6, 0, 0, 6);
        assertThat(weights(new WeightWarmup(2, 4, 0, 3), 9)).containsExactly(0, 0, 0, 0, 0, 6, 0, 0, 6);
    }

    private static double[] weights(WeightWarmup warmup, int steps) {
        return LongStream.range(0, steps).mapToDouble(warmup::at).toArray();
    }
}
