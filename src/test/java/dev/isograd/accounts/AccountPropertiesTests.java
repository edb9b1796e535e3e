package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class AccountPropertiesTests {

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.accounts", AccountProperties.class))
                .isEqualTo(new AccountProperties("", true));
    }

    @Test
    void refusesShortPepper() {
        assertThatThrownBy(() -> new AccountProperties("pepper", true)).isInstanceOf(IllegalArgumentException.class);
    }
}
