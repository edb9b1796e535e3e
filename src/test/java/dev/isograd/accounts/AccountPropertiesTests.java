package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class AccountPropertiesTests {

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.accounts", AccountProperties.class))
                .isEqualTo(new AccountProperties("", true, Duration.ofDays(30)));
    }

    @Test
    void refusesShortPepper() {
        assertThatThrownBy(() -> new AccountProperties("pepper", true, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesSessionsWithoutLifetime() {
        assertThatThrownBy(() -> new AccountProperties("", true, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
