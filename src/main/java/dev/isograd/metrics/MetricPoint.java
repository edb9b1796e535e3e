package dev.isograd.metrics;

import org.jspecify.annotations.Nullable;

/**
 * One number at one step.
 *
 * @param module the local module or boundary, 1 to K; null for the whole network
 */
public record MetricPoint(String name, @Nullable Integer module, long step, double value) {}
