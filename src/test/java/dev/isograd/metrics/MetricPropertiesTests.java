package dev.isograd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class MetricPropertiesTests {

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.metrics", MetricProperties.class))
                .isEqualTo(new MetricProperties(100_000, Duration.ofMinutes(1)));
    }

    @Test
    void rejectsALimitOfZero() {
        assertThatThrownBy(() -> new MetricProperties(0, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
