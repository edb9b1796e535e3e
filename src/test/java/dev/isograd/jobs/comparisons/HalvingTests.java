package dev.isograd.jobs.comparisons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.jobs.comparisons.Halving.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalvingTests {

    private final Halving half = new Halving(List.of(1), 0.5, 1);

    @Test
    void stopsTheWorst() {
        assertThat(half.stops(List.of(at(1, 0.4), at(2, 0.6), at(3, 0.5), at(4, 0.7))))
                .hasValue(List.of(at(3, 0.5), at(1, 0.4)));
    }

    @Test
    void waitsForEveryVariant() {
        assertThat(half.stops(List.of(at(1, 0.4), new Standing(2, null, false))))
                .isEmpty();
    }

    @Test
    void ranksATrainingThatEndedBeforeTheEpochLast() {
        Standing failed = new Standing(1, null, true);

        assertThat(half.stops(List.of(failed, at(2, 0.1)))).hasValue(List.of(failed));
    }

    @Test
    void keepsTheEarlierOfTwoEqualVariants() {
        assertThat(half.stops(List.of(at(2, 0.5), at(1, 0.5)))).hasValue(List.of(at(2, 0.5)));
    }

    @ParameterizedTest
    @CsvSource({"0.5,1,1", "0.5,3,2", "0.3333333333333333,3,1", "0.1,10,1", "0.7,10,7", "0.9,2,2", "0.1,1,1"})
    void roundsTheShareUp(double keep, int variants, int staying) {
        assertThat(new Halving(List.of(1), keep, 1).staying(variants)).isEqualTo(staying);
    }

    private static Standing at(int variant, double accuracy) {
        return new Standing(variant, accuracy, false);
    }
}
