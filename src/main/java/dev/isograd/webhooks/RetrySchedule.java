package dev.isograd.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The waits between the attempts of a delivery, each up to a tenth longer, so that not all receivers are asked at once. */
record RetrySchedule(List<Duration> waits) {

    private static final double JITTER = 0.1;

    RetrySchedule {
        waits = List.copyOf(waits);
    }

    /** Returns the wait after a number of failed attempts; nothing after the last one. */
    Optional<Duration> after(int tries, RandomGenerator random) {
        if (tries > waits.size()) {
            return Optional.empty();
        }
        double millis = waits.get(tries - 1).toMillis() * (1 + JITTER * random.nextDouble());
        return Optional.of(Duration.ofMillis((long) millis));
    }
}
