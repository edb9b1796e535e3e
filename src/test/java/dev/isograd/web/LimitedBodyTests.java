package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.http.BodyAllowance;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;

class LimitedBodyTests {

    private final ServletInputStream tenBytes =
            new DelegatingServletInputStream(new ByteArrayInputStream(new byte[10]));

    @Test
    void readsUpToTheLimit() throws IOException {
        assertThat(limited(10, Duration.ofMinutes(1)).readAllBytes()).hasSize(10);
    }

    @Test
    void stopsBeyondTheLimit() {
        assertThatThrownBy(() -> limited(9, Duration.ofMinutes(1)).readAllBytes())
                .isInstanceOf(BodyTooLarge.class);
    }

    @Test
    void stopsAfterTheTimeLimit() {
        assertThatThrownBy(() -> limited(10, Duration.ofNanos(-1)).read()).isInstanceOf(BodyTooSlow.class);
    }

    private LimitedBody limited(long bytes, Duration time) {
        return new LimitedBody(tenBytes, new BodyAllowance("", "", bytes, time));
    }
}
