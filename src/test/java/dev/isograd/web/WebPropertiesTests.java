package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class WebPropertiesTests {

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.web", WebProperties.class))
                .isEqualTo(new WebProperties(256 * 1024, Duration.ofSeconds(30)));
    }
}
