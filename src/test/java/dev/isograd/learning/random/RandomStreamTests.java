package dev.isograd.learning.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTests {

    @Test
    void givesEveryKeyDifferentNumbers() {
        Set<Long> firsts = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (int epoch = 0; epoch < 10; epoch++) {
                for (int image = 0; image < 10; image++) {
                    firsts.add(RandomStream.counted(seed, "a", epoch, image).nextLong());
                    firsts.add(RandomStream.counted(seed, "b", epoch, image).nextLong());
                }
            }
        }

        assertThat(firsts).hasSize(2000);
    }

    @Test
    void keepsItsNumbersInEveryRelease() {
        assertThat(RandomStream.named(1, "stem").nextLong()).isEqualTo(-6487732156416080036L);
    }

    @Test
    void drawsStandardNormals() {
        RandomStream random = RandomStream.named(1, "normal");
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextGaussian();
            sum += value;
            squares += value * value;
        }

        assertThat(sum / 100_000).isCloseTo(0, within(0.01));
        assertThat(squares / 100_000).isCloseTo(1, within(0.02));
    }
}
