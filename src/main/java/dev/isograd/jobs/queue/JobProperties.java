package dev.isograd.jobs.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the queue; the same in every process on one database.
 *
 * @param lease how long a worker's claim counts after it was last renewed
 * @param reapInterval wait between looks for leases that are over
 * @param patience waiting time after which a job that needs several slots has a worker kept free for it
 * @param retryDelay wait before the second attempt; doubled for every one after it
 * @param longestRetryDelay most that the wait grows to
 * @param maxCrashes attempts that may break down without a checkpoint between them
 * @param maxLosses attempts whose worker may be lost
 * @param projectSlots slots that a new project may use at once; no limit where not set
 */
@ConfigurationProperties("isograd.jobs")
record JobProperties(
        @DefaultValue("60s") Duration lease,
        @DefaultValue("10s") Duration reapInterval,
        @DefaultValue("10m") Duration patience,
        @DefaultValue("5s") Duration retryDelay,
        @DefaultValue("5m") Duration longestRetryDelay,
        @DefaultValue("3") int maxCrashes,
        @DefaultValue("10") int maxLosses,
        @Nullable Integer projectSlots) {

    /** Doubles with every failure before. */
    Duration delay(int failures) {
        double doubled = retryDelay.toMillis() * Math.pow(2, Math.max(0, failures - 1));
        return Duration.ofMillis(Math.round(Math.min(doubled, longestRetryDelay.toMillis())));
    }
}
