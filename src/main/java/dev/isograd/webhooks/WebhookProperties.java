package dev.isograd.webhooks;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of webhooks.
 *
 * @param allowPrivate whether webhooks may lead into a private network, use http, and have any port
 * @param perProject most webhooks of a project
 * @param retries times between the attempts of a delivery
 * @param timeLimit longest time for a receiver's answer
 * @param interval longest time between two looks for events
 * @param disableAfter time of failures only after which a webhook is turned off, once a delivery is given up
 * @param keep time for which deliveries are kept
 * @param sweepInterval time between two searches for deliveries to delete
 */
@ConfigurationProperties("isograd.webhooks")
record WebhookProperties(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("20") int perProject,

        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retries,

        @DefaultValue("15s") Duration timeLimit,
        @DefaultValue("1s") Duration interval,
        @DefaultValue("3d") Duration disableAfter,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("1h") Duration sweepInterval) {

    WebhookProperties {
        retries = List.copyOf(retries);
        if (perProject < 0
                || retries.stream().anyMatch(Duration::isNegative)
                || !timeLimit.isPositive()
                || !interval.isPositive()
                || !keep.isPositive()) {
            throw new IllegalArgumentException(
                    "isograd.webhooks.time-limit, interval and keep must be greater than zero; per-project and retries must not be negative");
        }
    }

    /** How long a sender has a delivery for itself. After that, the sender counts as dead. */
    Duration lease() {
        return timeLimit.multipliedBy(2).plusSeconds(2);
    }
}
