package dev.isograd.metrics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of metrics.
 *
 * @param rawPoints limit of the raw values of one job; above it, the older half is aggregated into buckets
 * @param thinInterval time between two checks for jobs above the limit
 */
@ConfigurationProperties("isograd.metrics")
record MetricProperties(
        @DefaultValue("100000") int rawPoints,
        @DefaultValue("1m") Duration thinInterval) {

    MetricProperties {
        if (rawPoints < 1) {
            throw new IllegalArgumentException("isograd.metrics.raw-points must be at least 1");
        }
    }
}
