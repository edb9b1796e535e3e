package dev.isograd.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTests {

    @Test
    void visitsEveryImageOnce() {
        int[] order = new Sampler(1, 1000).order(3);

        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
    }

    @Test
    void dependsOnlyOnSeedAndEpoch() {
        assertThat(new Sampler(1, 50).order(2)).isEqualTo(new Sampler(1, 50).order(2));
        assertThat(new Sampler(1, 50).order(2)).isNotEqualTo(new Sampler(1, 50).order(3));
        assertThat(new Sampler(1, 50).order(2)).isNotEqualTo(new Sampler(2, 50).order(2));
    }

    @Test
    void reachesAllPermutationsEquallyOften() {
        int[] counts = new int[27];
        for (int epoch = 0; epoch < 6000; epoch++) {
            int[] order = new Sampler(1, 3).order(epoch);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }

        assertThat(Arrays.stream(counts).filter(count -> count > 0))
                .hasSize(6)
                .allMatch(count -> count > 850 && count < 1150);
    }
}
