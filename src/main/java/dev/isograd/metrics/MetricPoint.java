package dev.isograd.metrics;

import org.jspecify.annotations.Nullable;

/**
 * The value of a metric at one step.
 *
 * @param module the number of the local module or boundary, from 1 to K; null for the whole network
 */
public record MetricPoint(String name, @Nullable Integer module, long step, double value) {}
