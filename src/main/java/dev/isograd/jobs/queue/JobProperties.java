package dev.isograd.jobs.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the queue; they must be the same in every process on one database.
 *
 * @param lease how long a lease is valid after its last renewal
 * @param reapInterval interval between checks for expired leases
 * @param patience waiting time after which a worker is reserved for a job that needs several slots
 * @param unrunnableLimit how long a job may wait that no running worker can take; zero for no limit
 * @param retryDelay delay before the second attempt; it doubles for each further attempt
 * @param longestRetryDelay upper limit of this delay
 * @param maxCrashes attempts that may crash without a checkpoint between them
 * @param maxLosses attempts that may end because their worker was lost
 * @param projectSlots slots that a new project may use at the same time; if absent, there is no limit
 */
@ConfigurationProperties("isograd.jobs")
record JobProperties(
        @DefaultValue("60s") Duration lease,
        @DefaultValue("10s") Duration reapInterval,
        @DefaultValue("10m") Duration patience,
        @DefaultValue("24h") Duration unrunnableLimit,
        @DefaultValue("5s") Duration retryDelay,
        @DefaultValue("5m") Duration longestRetryDelay,
        @DefaultValue("3") int maxCrashes,
        @DefaultValue("10") int maxLosses,
        @Nullable Integer projectSlots) {

    /** Returns the delay before the next attempt, which doubles with each failure. */
    Duration delay(int failures) {
        double doubled = retryDelay.toMillis() * Math.pow(2, Math.max(0, failures - 1));
        return Duration.ofMillis(Math.round(Math.min(doubled, longestRetryDelay.toMillis())));
    }
}
