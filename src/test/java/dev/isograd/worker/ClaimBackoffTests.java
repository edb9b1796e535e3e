package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimBackoffTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ClaimBackoff backoff = new ClaimBackoff();

    @Test
    void waitsLongerAfterEachAttemptThatCouldNotStart() {
        backoff.attemptEnded(false, 0);
        assertThat(backoff.isActive(SECOND - 1)).isTrue();
        assertThat(backoff.isActive(SECOND)).isFalse();
        backoff.attemptEnded(false, SECOND);
        assertThat(backoff.isActive(3 * SECOND - 1)).isTrue();
        assertThat(backoff.isActive(3 * SECOND)).isFalse();
    }

    @Test
    void waitsAtMostSixtyFourSeconds() {
        for (int i = 0; i < 100; i++) {
            backoff.attemptEnded(false, 0);
        }

        assertThat(backoff.isActive(64 * SECOND - 1)).isTrue();
        assertThat(backoff.isActive(64 * SECOND)).isFalse();
    }

    @Test
    void endsWithTheFirstAttemptThatStarts() {
        backoff.attemptEnded(false, 0);
        backoff.attemptEnded(true, 1);

        assertThat(backoff.isActive(2)).isFalse();
    }
}
