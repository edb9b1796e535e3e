package dev.isograd.jobs.retention;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of retention; they must be the same in every process on one database.
 *
 * @param restorable how long a deleted job can be restored
 * @param sweepInterval time between two sweeps
 * @param mostJobs jobs of one project that a sweep handles for each kind of data
 * @param jobDays days after its end until a job is deleted, unless its project says otherwise; null for never, as below
 */
@ConfigurationProperties("isograd.retention")
public record RetentionProperties(
        @DefaultValue("7d") Duration restorable,
        @DefaultValue("1h") Duration sweepInterval,
        @DefaultValue("1000") int mostJobs,
        @Nullable Integer jobDays,
        @Nullable Integer networkDays,
        @Nullable Integer exportDays,
        @Nullable Integer checkpointDays,
        @Nullable Integer metricDays,
        @Nullable Integer logDays) {

    public RetentionProperties {
        if (mostJobs < 1) {
            throw new IllegalArgumentException("isograd.retention.most-jobs must be 1 or more");
        }
        if (restorable.isNegative()) {
            throw new IllegalArgumentException("isograd.retention.restorable must not be negative");
        }
    }

    RetentionDays defaults() {
        return new RetentionDays(jobDays, networkDays, exportDays, checkpointDays, metricDays, logDays);
    }
}
