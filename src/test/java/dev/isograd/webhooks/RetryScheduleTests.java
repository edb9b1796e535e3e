package dev.isograd.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetryScheduleTests {

    private final Random random = new Random(3);

    private static WebhookProperties defaults() {
        return new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("isograd.webhooks", WebhookProperties.class);
    }

    @Test
    void waitsAsTheContractSays() {
        RetrySchedule schedule = new RetrySchedule(defaults().retries());
        List<Duration> waits = List.of(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(5),
                Duration.ofHours(10),
                Duration.ofHours(14),
                Duration.ofHours(20),
                Duration.ofHours(24));

        for (int tries = 1; tries <= waits.size(); tries++) {
            Duration least = waits.get(tries - 1);
            for (int i = 0; i < 100; i++) {
                assertThat(schedule.after(tries, random).orElseThrow())
                        .isBetween(least, least.plus(least.dividedBy(10)));
            }
        }
        assertThat(schedule.after(waits.size() + 1, random)).isEmpty();
    }

    @Test
    void doesNotWaitTheSameTimeTwice() {
        RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofHours(1)));

        assertThat(schedule.after(1, random)).isNotEqualTo(schedule.after(1, random));
    }

    /** Otherwise the first message to a receiver that is gone would never turn its webhook off. */
    @Test
    void lastsLongerThanTheTimeAfterWhichAWebhookIsTurnedOff() {
        Duration all = defaults().retries().stream().reduce(Duration.ZERO, Duration::plus);

        assertThat(all).isGreaterThan(defaults().disableAfter());
    }
}
