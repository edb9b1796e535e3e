package dev.isograd.learning.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateTests {

    @Test
    void fallsToZeroByHalfACosine() {
        LearningRate rate = LearningRate.cosine(0.4, 0, 100);

        assertThat(rate.at(0)).isEqualTo(0.4);
        assertThat(rate.at(50)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(25)).isCloseTo(0.2 * (1 + Math.sqrt(0.5)), within(1e-12));
        assertThat(rate.at(100)).isZero();
    }

    @Test
    void dropsAtEachMilestone() {
        LearningRate rate = LearningRate.steps(1, List.of(10L, 20L), 0.1);

        assertThat(rate.at(9)).isEqualTo(1);
        assertThat(rate.at(10)).isCloseTo(0.1, within(1e-15));
        assertThat(rate.at(20)).isCloseTo(0.01, within(1e-15));
    }

    @Test
    void risesLinearlyDuringWarmup() {
        LearningRate rate = LearningRate.cosine(0.4, 4, 100).warmedUp(4);

        assertThat(rate.at(0)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(2)).isCloseTo(0.3, within(1e-12));
        assertThat(rate.at(4)).isEqualTo(0.4);
        assertThat(rate.at(99)).isLessThan(0.001).isPositive();
    }

    @Test
    void staysInWarmupIfTheRunIsShorter() {
        LearningRate rate = LearningRate.cosine(0.4, 50, 10).warmedUp(50);

        assertThat(rate.at(9)).isCloseTo(0.08, within(1e-12));
    }
}
