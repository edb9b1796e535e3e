package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimBackoffTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ClaimBackoff pause = new ClaimBackoff();

    @Test
    void waitsLongerAfterEachAttemptThatCouldNotBegin() {
        pause.note(false, 0);
        assertThat(pause.isOn(SECOND - 1)).isTrue();
        assertThat(pause.isOn(SECOND)).isFalse();
        pause.note(false, SECOND);
        assertThat(pause.isOn(3 * SECOND - 1)).isTrue();
        assertThat(pause.isOn(3 * SECOND)).isFalse();
    }

    @Test
    void neverWaitsMuchLongerThanAMinute() {
        for (int i = 0; i < 100; i++) {
            pause.note(false, 0);
        }

        assertThat(pause.isOn(64 * SECOND - 1)).isTrue();
        assertThat(pause.isOn(64 * SECOND)).isFalse();
    }

    @Test
    void endsWithTheFirstThatBegins() {
        pause.note(false, 0);
        pause.note(true, 1);

        assertThat(pause.isOn(2)).isFalse();
    }
}
