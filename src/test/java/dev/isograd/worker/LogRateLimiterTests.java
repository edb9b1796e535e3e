package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogRateLimiterTests {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void dropsAndCountsLinesOverTheLimit() {
        LogRateLimiter limiter = new LogRateLimiter(10, 0);

        assertThat(limiter.allows(6, 1)).isTrue();
        assertThat(limiter.allows(5, 2)).isFalse();
        assertThat(limiter.allows(4, 3)).isTrue();
        assertThat(limiter.allows(1, SECOND - 1)).isFalse();
        assertThat(limiter.takeDropped()).isEqualTo(2);
        assertThat(limiter.takeDropped()).isZero();
    }

    @Test
    void allowsAgainInTheNextSecond() {
        LogRateLimiter limiter = new LogRateLimiter(10, 0);
        limiter.allows(10, 0);

        assertThat(limiter.allows(10, SECOND)).isTrue();
        assertThat(limiter.allows(1, 2 * SECOND - 1)).isFalse();
    }
}
