package dev.isograd.metrics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of metrics.
 *
 * @param rawPoints numbers of one job that are kept as they are; of older ones, buckets are
 * @param thinInterval wait between looks for jobs that have more
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
