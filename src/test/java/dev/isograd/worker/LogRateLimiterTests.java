package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogRateLimiterTests {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void dropsAndCountsWhatIsTooMuchForOneSecond() {
        LogRateLimiter gate = new LogRateLimiter(10, 0);

        assertThat(gate.lets(6, 1)).isTrue();
        assertThat(gate.lets(5, 2)).isFalse();
        assertThat(gate.lets(4, 3)).isTrue();
        assertThat(gate.lets(1, SECOND - 1)).isFalse();
        assertThat(gate.takeDropped()).isEqualTo(2);
        assertThat(gate.takeDropped()).isZero();
    }

    @Test
    void opensAgainInTheNextSecond() {
        LogRateLimiter gate = new LogRateLimiter(10, 0);
        gate.lets(10, 0);

        assertThat(gate.lets(10, SECOND)).isTrue();
        assertThat(gate.lets(1, 2 * SECOND - 1)).isFalse();
    }
}
