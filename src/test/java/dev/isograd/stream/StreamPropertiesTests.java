package dev.isograd.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class StreamPropertiesTests {

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.stream", StreamProperties.class))
                .isEqualTo(new StreamProperties(
                        Duration.ofMillis(150),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        20,
                        Duration.ofSeconds(2)));
    }

    @Test
    void rejectsALimitOfZeroStreams() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new StreamProperties(second, second, second, second, 0, second))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
